/* Nothing is called: the library is preloaded, and says in shim.c what it can do. */

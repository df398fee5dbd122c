/* libedit's native interface as plain functions.
 *
 * el_set and history are variadic and el_init requires C streams; Swift can call neither. Each
 * function here is one such call, without logic of its own. The native interface (histedit.h) is
 * used rather than the one compatible with readline, because it lets the program wait for keys and
 * redraw the line itself, and keeps no state outside of the editor.
 */
#pragma once

#include <histedit.h>

typedef char *(*lk_prompt)(EditLine *);
typedef int (*lk_read)(EditLine *, wchar_t *);
typedef unsigned char (*lk_function)(EditLine *, int);

/* Creates an editor on standard input and output, with a history of its own; NULL on failure.
 * lk_client returns `client` to the functions. */
EditLine *lk_begin(const char *program, void *client, lk_prompt prompt, lk_read read);
void lk_end(EditLine *editor);
void *lk_client(EditLine *editor);

/* Registers `function` under a name, and binds keys, written as in editrc(5), to it. */
void lk_name(EditLine *editor, const char *name, const char *help, lk_function function);
void lk_bind(EditLine *editor, const char *keys, const char *name);

/* Redraws prompt and line from the cursor's position. */
void lk_redraw(EditLine *editor);

/* The lines for the arrow keys, oldest first. */
History *lk_history(EditLine *editor, int size);
void lk_history_add(History *history, const char *line);
void lk_history_clear(History *history);
void lk_history_end(History *history);

/* Makes the terminal pass on every key at once, including Ctrl-C, without echo, so that keys typed
 * while a command runs are kept for the next line. Undone by lk_loud and when the process exits. */
int lk_quiet(void);
void lk_loud(void);

/* Writes a byte to `descriptor` whenever the size of the window changes. */
void lk_watch_window(int descriptor);

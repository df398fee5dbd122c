/* libedit's native interface as plain functions.
 *
 * el_set and history are variadic and el_init wants C streams; Swift can call neither. Each function
 * here is one such call, and nothing is decided here. The native interface (histedit.h) is used and
 * not the one that looks like readline, because only it lets the program wait for keys itself and
 * draw the line again, and because it keeps no state outside of the editor.
 */
#pragma once

#include <histedit.h>

typedef char *(*lk_prompt)(EditLine *);
typedef int (*lk_read)(EditLine *, wchar_t *);
typedef unsigned char (*lk_function)(EditLine *, int);

/* An editor on standard input and output, with a history of its own; NULL when there can be none.
 * `client` is handed to the functions by lk_client. */
EditLine *lk_begin(const char *program, void *client, lk_prompt prompt, lk_read read);
void lk_end(EditLine *editor);
void *lk_client(EditLine *editor);

/* Gives `function` a name, and that name to keys written as in editrc(5). */
void lk_name(EditLine *editor, const char *name, const char *help, lk_function function);
void lk_bind(EditLine *editor, const char *keys, const char *name);

/* Draws prompt and line anew from where the cursor stands. */
void lk_redraw(EditLine *editor);

/* What the arrow keys go through, oldest first. */
History *lk_history(EditLine *editor, int size);
void lk_history_add(History *history, const char *line);
void lk_history_clear(History *history);
void lk_history_end(History *history);

/* Makes the terminal hand over every key at once, Ctrl-C among them, without echoing it, so that
 * what is typed while a command runs waits for the next line. Put back by lk_loud, and when the
 * process exits. */
int lk_quiet(void);
void lk_loud(void);

/* Writes a byte to `descriptor` whenever the window changes its size. */
void lk_watch_window(int descriptor);

#include "clibedit.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/* libedit writes in the locale's encoding; if that is limited to ASCII, a name with an accent cannot
 * be edited. */
static void use_utf8(void)
{
	static const char *const names[] = { "", "C.UTF-8", "en_US.UTF-8", "UTF-8" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (setlocale(LC_CTYPE, names[i]) != NULL && MB_CUR_MAX > 1)
			return;
	}
}

EditLine *lk_begin(const char *program, void *client, lk_prompt prompt, lk_read read)
{
	use_utf8();
	EditLine *editor = el_init(program, stdin, stdout, stderr);
	if (editor == NULL)
		return NULL;
	el_set(editor, EL_CLIENTDATA, client);
	el_set(editor, EL_PROMPT, prompt);
	el_set(editor, EL_EDITOR, "emacs");
	el_set(editor, EL_SIGNAL, 0);
	el_set(editor, EL_GETCFN, read);
	/* Between lines the terminal stays in the mode set by lk_quiet. */
	el_set(editor, EL_SETTY, "-d", "-isig", NULL);
	el_set(editor, EL_SETTY, "-x", "-isig", "-icanon", "-echo", NULL);
	return editor;
}

void lk_end(EditLine *editor)
{
	el_end(editor);
}

void *lk_client(EditLine *editor)
{
	void *client = NULL;
	el_get(editor, EL_CLIENTDATA, &client);
	return client;
}

void lk_name(EditLine *editor, const char *name, const char *help, lk_function function)
{
	el_set(editor, EL_ADDFN, name, help, function);
}

void lk_bind(EditLine *editor, const char *keys, const char *name)
{
	el_set(editor, EL_BIND, keys, name, NULL);
}

void lk_redraw(EditLine *editor)
{
	el_set(editor, EL_REFRESH);
}

History *lk_history(EditLine *editor, int size)
{
	History *lines = history_init();
	if (lines == NULL)
		return NULL;
	HistEvent event;
	history(lines, &event, H_SETSIZE, size);
	el_set(editor, EL_HIST, history, lines);
	return lines;
}

void lk_history_add(History *lines, const char *line)
{
	HistEvent event;
	history(lines, &event, H_ENTER, line);
}

void lk_history_clear(History *lines)
{
	HistEvent event;
	history(lines, &event, H_CLEAR);
}

void lk_history_end(History *lines)
{
	history_end(lines);
}

static struct termios loud;
static volatile sig_atomic_t is_quiet;

int lk_quiet(void)
{
	static int is_registered;
	struct termios quiet;
	if (tcgetattr(STDIN_FILENO, &quiet) != 0)
		return -1;
	if (!is_quiet)
		loud = quiet;
	quiet.c_lflag &= (tcflag_t)~(ICANON | ECHO | ISIG);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) != 0)
		return -1;
	is_quiet = 1;
	if (!is_registered) {
		is_registered = 1;
		atexit(lk_loud);
	}
	return 0;
}

void lk_loud(void)
{
	if (is_quiet)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &loud);
	is_quiet = 0;
}

static volatile sig_atomic_t window_descriptor = -1;

static void window_changed(int signal)
{
	(void)signal;
	int saved = errno;
	if (window_descriptor >= 0) {
		ssize_t ignored = write(window_descriptor, "w", 1);
		(void)ignored;
	}
	errno = saved;
}

void lk_watch_window(int descriptor)
{
	window_descriptor = descriptor;
	struct sigaction action = { .sa_handler = window_changed, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	sigaction(SIGWINCH, &action, NULL);
}

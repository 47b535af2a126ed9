/*
 * The library is loaded and unloaded many times, while threads live that have used it and met errors, and that end
 * after it is gone: unload LIBRARY FILE TIMES.
 */
#define _POSIX_C_SOURCE 200112L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

#ifdef _WIN32
#include <windows.h>
typedef HANDLE thread;
typedef HANDLE signal_;
#define LOAD(path) ((void *)LoadLibraryA(path))
#define UNLOAD(library) (FreeLibrary((HMODULE)(library)) != 0)
#define SYMBOL(library, name) ((void *)(size_t)GetProcAddress((HMODULE)(library), name))
#else
#include <dlfcn.h>
#include <pthread.h>
#define LOAD(path) dlopen(path, RTLD_NOW | RTLD_LOCAL)
#define UNLOAD(library) (dlclose(library) == 0)
#define SYMBOL(library, name) dlsym(library, name)
#endif

#define THREADS 3

typedef int32_t(VADE_CALL *open_function)(const char *, int32_t, const vade_open_options *, vade_engine **);
typedef int32_t(VADE_CALL *search_function)(const vade_engine *, const char *, int32_t, const vade_filter *,
                                            const vade_search_options *, vade_cursor **);
typedef int32_t(VADE_CALL *next_function)(vade_cursor *);
typedef int32_t(VADE_CALL *close_function)(vade_engine *);
typedef int32_t(VADE_CALL *close_cursor_function)(vade_cursor *);

static const char *library_path;
static const char *file_path;
static void *library;

/* A function by its name. Between pointers to data and to functions C has no conversion, so its bytes are copied. */
static void find(const char *name, void *function) {
    void *symbol = SYMBOL(library, name);
    if (symbol == NULL) {
        printf("%s has no %s\n", library_path, name);
        exit(1);
    }
    memcpy(function, &symbol, sizeof symbol);
}

static void use(void) {
    open_function open;
    search_function search;
    next_function next;
    close_function close;
    close_cursor_function close_cursor;
    vade_engine *engine = NULL;
    vade_cursor *rows = NULL;
    int hits = 0;
    find("vade_open_file", &open);
    find("vade_search", &search);
    find("vade_cursor_next", &next);
    find("vade_close", &close);
    find("vade_cursor_close", &close_cursor);
    if (open("no such file", -1, NULL, &engine) != VADE_ERROR_IO || open(file_path, -1, NULL, &engine) != VADE_OK ||
        search(engine, "-", -1, NULL, NULL, &rows) != VADE_ERROR_SYNTAX ||
        search(engine, "heart att", -1, NULL, NULL, &rows) != VADE_OK) {
        printf("a call fails\n");
        exit(1);
    }
    while (next(rows) == VADE_ROW)
        hits++;
    if (hits != 4 || close(engine) != VADE_OK || close_cursor(rows) != VADE_OK) {
        printf("an answer is wrong\n");
        exit(1);
    }
}

#ifdef _WIN32
static HANDLE used, gone;

static DWORD WINAPI work(void *argument) {
    (void)argument;
    use();
    ReleaseSemaphore(used, 1, NULL);
    WaitForSingleObject(gone, INFINITE);
    return 0;
}

static void load_and_unload(void) {
    HANDLE threads[THREADS];
    int at;
    used = CreateSemaphoreA(NULL, 0, THREADS, NULL);
    gone = CreateSemaphoreA(NULL, 0, THREADS, NULL);
    library = LOAD(library_path);
    if (library == NULL) {
        printf("%s cannot be loaded: %lu\n", library_path, GetLastError());
        exit(1);
    }
    for (at = 0; at < THREADS; at++)
        threads[at] = CreateThread(NULL, 0, work, NULL, 0, NULL);
    use();
    for (at = 0; at < THREADS; at++)
        WaitForSingleObject(used, INFINITE);
    if (!UNLOAD(library))
        exit(1);
    ReleaseSemaphore(gone, THREADS, NULL);
    for (at = 0; at < THREADS; at++) {
        WaitForSingleObject(threads[at], INFINITE);
        CloseHandle(threads[at]);
    }
    CloseHandle(used);
    CloseHandle(gone);
}
#else
static pthread_barrier_t used, gone;

static void *work(void *argument) {
    (void)argument;
    use();
    pthread_barrier_wait(&used);
    pthread_barrier_wait(&gone);
    return NULL;
}

static void load_and_unload(void) {
    pthread_t threads[THREADS];
    int at;
    pthread_barrier_init(&used, NULL, THREADS + 1);
    pthread_barrier_init(&gone, NULL, THREADS + 1);
    library = LOAD(library_path);
    if (library == NULL) {
        printf("%s cannot be loaded: %s\n", library_path, dlerror());
        exit(1);
    }
    for (at = 0; at < THREADS; at++)
        if (pthread_create(&threads[at], NULL, work, NULL) != 0)
            exit(1);
    use();
    pthread_barrier_wait(&used);
    if (!UNLOAD(library))
        exit(1);
    /* It is gone: nothing else has it loaded. */
    if (dlopen(library_path, RTLD_NOW | RTLD_NOLOAD) != NULL) {
        printf("%s stays loaded\n", library_path);
        exit(1);
    }
    pthread_barrier_wait(&gone);
    for (at = 0; at < THREADS; at++)
        pthread_join(threads[at], NULL);
    pthread_barrier_destroy(&used);
    pthread_barrier_destroy(&gone);
}
#endif

int main(int count, char **arguments) {
    int times, at;
    if (count != 4)
        return 2;
    library_path = arguments[1];
    file_path = arguments[2];
    times = atoi(arguments[3]);
    for (at = 0; at < times; at++)
        load_and_unload();
    printf("loaded and unloaded %d times\n", times);
    return 0;
}

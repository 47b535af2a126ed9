/* What all parts of the program share: checks that are counted, and the files that are asked. */
#ifndef CHECK_H
#define CHECK_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vademecum.h"

/* A check that fails is told and counted, and the program goes on. */
#define CHECK(condition) check_that((condition) != 0, #condition, __FILE__, __LINE__)
/* The same of a status. */
#define STATUS(call, expected) check_status((call), (expected), #call, __FILE__, __LINE__)
/* The same of two texts. */
#define TEXT(found, expected) check_text((found), (expected), #found, __FILE__, __LINE__)
/* The same of two numbers of any size. */
#define NUMBER(found, expected) check_number((int64_t)(found), (int64_t)(expected), #found, __FILE__, __LINE__)

void check_that(int holds, const char *what, const char *file, int line);
void check_status(int32_t found, int32_t expected, const char *what, const char *file, int line);
void check_text(const char *found, const char *expected, const char *what, const char *file, int line);
void check_number(int64_t found, int64_t expected, const char *what, const char *file, int line);

/* The files: the demonstration release, chosen concepts of it, it without all parts that can be left out, it with
 * medicinal products. */
extern const char *demo_path;
extern const char *subset_path;
extern const char *partial_path;
extern const char *products_path;
/* A folder to write into. */
extern const char *work_path;

/* The number of an identifier; C89 has no such numbers in its texts. */
int64_t id(const char *digits);

/* A text in UTF-16; it lives until the fourth call from here. */
const vade_char16 *wide(const char *text);
/* A text from UTF-16, likewise. */
const char *narrow(const vade_char16 *text);

/* Opens one of the files, or ends the program. */
vade_engine *opened(const char *path);
/* The bytes of a file, to be freed, or ends the program. */
char *bytes_of(const char *path, long *length);

/* Myocardial infarction, and its parent, ischaemic heart disease; the root; and a concept that the release has not. */
#define INFARCTION "953829161999999108"
#define ISCHAEMIC "966180941999999106"
#define ROOT "138875005"
#define ABSENT "404684003"
/* |Pseudomonas aeruginosa NEC|, which is inactive. */
#define INACTIVE "199450261999999108"
/* |Heart attack|, a description of INFARCTION. */
#define HEART_ATTACK "943221999999118"
/* |Warfarin 3mg tablets|, which has concrete values. */
#define WARFARIN "853488621999999106"

/* Medicinal products, which are no concepts but for WARFARIN, a VMP. Its VTM, its VMP that is an error, its AMPs: one to
 * be had, one not, and a parallel import. */
#define MOIETY "10011999999106"
#define WRONG "20031999999109"
#define SUPPLIED "30011999999103"
#define UNAVAILABLE "30021999999109"
#define IMPORTED "30031999999107"
/* Its VMPPs, of which all packs of the second are discontinued, and an AMPP of each. */
#define PACK28 "40011999999102"
#define PACK56 "40021999999108"
#define BOX28 "50011999999104"
#define BOX56 "50021999999105"
/* An AMPP whose two parents lead to two VMPs. */
#define AT_ODDS "50031999999108"
/* Another VTM and its VMP, and the VMPP of that. */
#define MENTHOL "10021999999100"
#define PASTILLES "20021999999106"
#define PACK24 "40031999999106"
/* What PASTILLES was called before, and an id that became both VTMs. */
#define BEFORE "80011999999108"
#define SPLIT "80091999999100"
/* The GTIN of BOX28, and then of BOX56. */
#define GTIN "5060064792018"

/* The parts, each in a file of its own. */
void check_versions(void);
void check_opening(void);
void check_file(void);
void check_identifiers(void);
void check_components(void);
void check_rows(void);
void check_products(void);
void check_columns(void);
void check_search(void);
void check_filters(void);
void check_json(void);
void check_hostile(void);

#endif

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

/* Medicinal products. The VTM of WARFARIN, which is a VMP; a VMP that is an error, with its VTM; a VMP that is advised to be prescribed
 * by brand; a VMP that is no concept; and one that had other ids, with one of these. */
#define MOIETY "677007271999999103"
#define WRONG "731921341999999100"
#define OF_WRONG "743384151999999105"
#define CAUTIONED "764038421999999100"
#define EFFERVESCENT "655031621999999103"
#define CAPSULES "698408421999999102"
#define BEFORE "738509371999999100"
/* Another VTM, its VMP, and an AMP of that whose name has letters beside ASCII; an AMP that is not to be had and
 * its VMP, and a parallel import. */
#define STEROID "778376641999999105"
#define CREAM "715548031999999106"
#define SUPPLIED "951079441999999105"
#define UNAVAILABLE "647226661999999101"
#define TABLETS "614520401999999102"
#define IMPORTED "870944431999999107"
/* VMPPs of CREAM: one that is to be had, and one that is not. AMPPs of SUPPLIED: of the first, and a discontinued one. */
#define PACK30 "754859441999999101"
#define PACK30ML "906766001999999108"
#define BOX30 "580675651999999102"
#define BOX15 "807155001999999109"
/* An AMPP whose two parents lead to two VMPs and two VTMs; the AMP and the VMPP. */
#define AT_ODDS "595119191999999102"
#define ODD_AMP "980321551999999102"
#define ODD_VMPP "563269941999999102"
/* A VTM of which there is no product. */
#define ALONE "849637531999999109"
/* An id that became two VTMs. */
#define SPLIT "698292291999999104"
#define SPLIT_ONE "774411311999999108"
#define SPLIT_OTHER "931710671999999109"
/* The GTIN of BOX30 and of BOX15: of the one to the end of 2023, of the other from May 2022. */
#define GTIN "2999764659853"

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

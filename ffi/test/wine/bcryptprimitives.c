/*
 * The one function that the library takes from bcryptprimitives.dll and that Wine 8 lacks, for tests in Wine alone.
 * Windows has it from version 10 on.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
    return RtlGenRandom(buffer, (ULONG)length);
}

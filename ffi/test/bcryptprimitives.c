/*
 * The one function of bcryptprimitives.dll that Rust's standard library imports, for wine 8, which lacks it. Windows has
 * it since Windows 8. For tests alone: what is handed on uses the system's.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!RtlGenRandom(data, part))
            return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}

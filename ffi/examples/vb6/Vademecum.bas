Attribute VB_Name = "Vademecum"
' Vademecum for Visual Basic 6 and VBA of 32-bit Office: the functions of vademecum.h as Declare statements, and what
' makes them easy to call. These declarations are compared with the header by a test, but nobody has run them: there is
' no Visual Basic 6 where the tests run.
'
' Functions are called with the 32-bit vademecum.dll, whose functions are __stdcall as Declare needs it. Of twins, those
' that end in 16 are declared: a String of Visual Basic is UTF-16, and StrPtr gives its address. `ByVal ... As String`
' must not be used: it turns the text into the system's code page, in which many terms cannot be written.
'
' Identifiers and counts have 64 bits and Visual Basic 6 has no such integer. They are Currency, whose 8 bytes are a whole
' number of ten-thousandths: nothing is lost, but the value that Visual Basic shows is the 10,000th part. Do not calculate
' with an identifier and do not show it as a number: VadeId makes one of text, VadeIdText text of one, and = and <>
' compare. A count is CDbl(value) * 10000. An identifier can also be taken as text from a row:
' VadeColumnText(cursor, VADE_COLUMN_ID).
'
' The compiler does not tell apart vade_abi_version, which is the library's, and VADE_ABI_VERSION; nor vade_subsumes and
' VADE_SUBSUMES. So these constants have names of their own: VADE_HEADER_ABI_VERSION and VADE_RELATION_...
Option Explicit

Public Const VADE_HEADER_ABI_VERSION As Long = 2

Public Const VADE_OK As Long = 0
Public Const VADE_ROW As Long = 1
Public Const VADE_NONE As Long = 2
Public Const VADE_ERROR_UNKNOWN_OP As Long = -1
Public Const VADE_ERROR_BAD_REQUEST As Long = -2
Public Const VADE_ERROR_SYNTAX As Long = -3
Public Const VADE_ERROR_INVALID_ID As Long = -4
Public Const VADE_ERROR_NOT_FOUND As Long = -5
Public Const VADE_ERROR_UNSUPPORTED As Long = -6
Public Const VADE_ERROR_NOT_IN_FILE As Long = -7
Public Const VADE_ERROR_LIMIT As Long = -8
Public Const VADE_ERROR_DAMAGED As Long = -9
Public Const VADE_ERROR_IO As Long = -10
Public Const VADE_ERROR_NOT_VADE As Long = -11
Public Const VADE_ERROR_VERSION As Long = -12
Public Const VADE_ERROR_NOT_LOADED As Long = -13
Public Const VADE_ERROR_ARGUMENT As Long = -100
Public Const VADE_ERROR_STRUCT As Long = -101
Public Const VADE_ERROR_FLAGS As Long = -102
Public Const VADE_ERROR_ENCODING As Long = -103
Public Const VADE_ERROR_BUFFER As Long = -104
Public Const VADE_ERROR_COLUMN As Long = -105
Public Const VADE_ERROR_NO_ROW As Long = -106
Public Const VADE_ERROR_MEMORY As Long = -107
Public Const VADE_ERROR_PANIC As Long = -108

Public Const VADE_OPEN_IN_MEMORY As Long = 1
Public Const VADE_OPEN_BORROWED As Long = 2
Public Const VADE_OPEN_TRUSTED As Long = 4

Public Const VADE_FILE_EDITION As Long = 1
Public Const VADE_FILE_LICENCE As Long = 2
Public Const VADE_FILE_MARKING As Long = 3
Public Const VADE_FILE_BUILDER As Long = 4
Public Const VADE_FILE_DMD As Long = 5

Public Const VADE_ID_CONCEPT As Long = 1
Public Const VADE_ID_DESCRIPTION As Long = 2
Public Const VADE_ID_RELATIONSHIP As Long = 3

Public Const VADE_TERM_PREFERRED As Long = 1
Public Const VADE_TERM_FSN As Long = 2
Public Const VADE_TERM_SEMANTIC_TAG As Long = 3

Public Const VADE_DESCRIPTION_FSN As Long = 1
Public Const VADE_DESCRIPTION_SYNONYM As Long = 2
Public Const VADE_DESCRIPTION_DEFINITION As Long = 3

Public Const VADE_CASE_INSENSITIVE As Long = 1
Public Const VADE_CASE_INITIAL_INSENSITIVE As Long = 2
Public Const VADE_CASE_SENSITIVE As Long = 3

Public Const VADE_RELATION_EQUIVALENT As Long = 1
Public Const VADE_RELATION_SUBSUMES As Long = 2
Public Const VADE_RELATION_SUBSUMED_BY As Long = 3
Public Const VADE_RELATION_NOT_SUBSUMED As Long = 4

Public Const VADE_CLASS_VTM As Long = 1
Public Const VADE_CLASS_VMP As Long = 2
Public Const VADE_CLASS_AMP As Long = 3
Public Const VADE_CLASS_VMPP As Long = 4
Public Const VADE_CLASS_AMPP As Long = 5

Public Const VADE_PRODUCTS_VALID As Long = 1
Public Const VADE_PRODUCTS_PRESCRIBABLE As Long = 2

Public Const VADE_ROWS_DESCRIPTIONS As Long = 1
Public Const VADE_ROWS_SYNONYMS As Long = 2
Public Const VADE_ROWS_DEFINITIONS As Long = 3
Public Const VADE_ROWS_PARENTS As Long = 4
Public Const VADE_ROWS_CHILDREN As Long = 5
Public Const VADE_ROWS_ANCESTORS As Long = 6
Public Const VADE_ROWS_DESCENDANTS As Long = 7
Public Const VADE_ROWS_DESCENDANTS_OR_SELF As Long = 8
Public Const VADE_ROWS_ATTRIBUTES As Long = 9
Public Const VADE_ROWS_ACCEPTABILITIES As Long = 10

Public Const VADE_COLUMN_ID As Long = 1
Public Const VADE_COLUMN_TERM As Long = 2
Public Const VADE_COLUMN_PREFERRED As Long = 3
Public Const VADE_COLUMN_FSN As Long = 4
Public Const VADE_COLUMN_SEMANTIC_TAG As Long = 5
Public Const VADE_COLUMN_ACTIVE As Long = 6
Public Const VADE_COLUMN_MODULE As Long = 7
Public Const VADE_COLUMN_EFFECTIVE_TIME As Long = 8
Public Const VADE_COLUMN_DEFINED As Long = 9
Public Const VADE_COLUMN_CHILDREN As Long = 10
Public Const VADE_COLUMN_CONCEPT As Long = 11
Public Const VADE_COLUMN_DESCRIPTION As Long = 12
Public Const VADE_COLUMN_TYPE As Long = 13
Public Const VADE_COLUMN_CASE As Long = 14
Public Const VADE_COLUMN_LANGUAGE As Long = 15
Public Const VADE_COLUMN_MATCH As Long = 16
Public Const VADE_COLUMN_ACCEPTABILITY As Long = 17
Public Const VADE_COLUMN_GROUP As Long = 18
Public Const VADE_COLUMN_ATTRIBUTE As Long = 19
Public Const VADE_COLUMN_ATTRIBUTE_TERM As Long = 20
Public Const VADE_COLUMN_VALUE As Long = 21
Public Const VADE_COLUMN_VALUE_TERM As Long = 22
Public Const VADE_COLUMN_VALUE_KIND As Long = 23
Public Const VADE_COLUMN_JSON As Long = 24
Public Const VADE_COLUMN_CLASS As Long = 25
Public Const VADE_COLUMN_IN_USE As Long = 26
Public Const VADE_COLUMN_PRESCRIBABLE As Long = 27
Public Const VADE_COLUMN_START As Long = 28
Public Const VADE_COLUMN_END As Long = 29
Public Const VADE_COLUMN_REASON As Long = 30
Public Const VADE_COLUMN_CAUTION As Long = 31

Public Const VADE_ACCEPTABILITY_PREFERRED As Long = 1
Public Const VADE_ACCEPTABILITY_ACCEPTABLE As Long = 2

Public Const VADE_VALUE_CONCEPT As Long = 1
Public Const VADE_VALUE_NUMBER As Long = 2
Public Const VADE_VALUE_STRING As Long = 3
Public Const VADE_VALUE_BOOLEAN As Long = 4

Public Const VADE_MATCH_EXACT As Long = 1
Public Const VADE_MATCH_EQUIVALENT As Long = 2
Public Const VADE_MATCH_TYPO As Long = 3

Public Const VADE_SEARCH_NO_TYPOS As Long = 1
Public Const VADE_SEARCH_DEFINITIONS As Long = 2
Public Const VADE_SEARCH_TOTAL As Long = 4
Public Const VADE_SEARCH_INACTIVE As Long = 8
Public Const VADE_SEARCH_ACTIVE_AND_INACTIVE As Long = 16
Public Const VADE_SEARCH_PRESCRIBABLE As Long = 32

Public Const VADE_FILTER_WITHIN As Long = 1
Public Const VADE_FILTER_LANGUAGE As Long = 2
Public Const VADE_FILTER_SEMANTIC_TAG As Long = 3
Public Const VADE_FILTER_MODULE As Long = 4
Public Const VADE_FILTER_CLASS As Long = 5

Public Type VadeOpenOptions
    structSize As Long
    flags As Long
End Type

Public Type VadeFileInfo
    structSize As Long
    formatVersion As Long
    length As Currency
    concepts As Currency
    activeConcepts As Currency
    effectiveTime As Long
    isSubset As Long
End Type

Public Type VadeConceptInfo
    structSize As Long
    isActive As Long
    id As Currency
    module As Currency
    effectiveTime As Long
    isDefined As Long
    parents As Long
    children As Long
End Type

Public Type VadeDescriptionInfo
    structSize As Long
    isActive As Long
    id As Currency
    conceptId As Currency
    module As Currency
    effectiveTime As Long
    kind As Long
    caseSignificance As Long
    reserved As Long
End Type

Public Type VadeProductInfo
    structSize As Long
    productClass As Long
    id As Currency
    isReplaced As Long
    isValid As Long
    isAvailable As Long
    isInUse As Long
    isPrescribable As Long
    isConcept As Long
    vtm As Currency
    vmp As Currency
    amp As Currency
    vmpp As Currency
End Type

Public Type VadeSearchOptions
    structSize As Long
    flags As Long
    limit As Long
    offset As Long
End Type
' Handles are Long. Pointers are Long as well: StrPtr(text) for UTF-16, VarPtr(bytes(0)) for UTF-8.
Public Declare Function vade_abi_version Lib "vademecum.dll" () As Long
Public Declare Function vade_version Lib "vademecum.dll" () As Long
Public Declare Function vade_status_name Lib "vademecum.dll" (ByVal status As Long) As Long
Public Declare Function vade_last_error16 Lib "vademecum.dll" (ByVal buffer As Long, ByVal capacity As Long, _
    ByRef needed As Long) As Long
Public Declare Function vade_last_error_offset Lib "vademecum.dll" () As Long
Public Declare Function vade_open_file16 Lib "vademecum.dll" (ByVal path As Long, ByVal pathLength As Long, _
    ByRef options As VadeOpenOptions, ByRef engine As Long) As Long
Public Declare Function vade_open_memory Lib "vademecum.dll" (ByVal bytes As Long, ByVal length As Currency, _
    ByRef options As VadeOpenOptions, ByRef engine As Long) As Long
Public Declare Function vade_close Lib "vademecum.dll" (ByVal engine As Long) As Long
Public Declare Function vade_file Lib "vademecum.dll" (ByVal engine As Long, ByRef info As VadeFileInfo) As Long
Public Declare Function vade_file_text16 Lib "vademecum.dll" (ByVal engine As Long, ByVal what As Long, ByVal buffer As Long, _
    ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare Function vade_manifest_json Lib "vademecum.dll" (ByVal engine As Long, ByVal buffer As Long, _
    ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare Function vade_verify Lib "vademecum.dll" (ByVal engine As Long) As Long
Public Declare Function vade_parse_id Lib "vademecum.dll" (ByVal text As Long, ByVal textLength As Long, ByRef id As Currency) As Long
Public Declare Function vade_format_id Lib "vademecum.dll" (ByVal id As Currency, ByVal buffer As Long, ByVal capacity As Long, _
    ByRef needed As Long) As Long
Public Declare Function vade_id_kind Lib "vademecum.dll" (ByVal id As Currency, ByRef kind As Long) As Long
Public Declare Function vade_concept Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, ByRef info As VadeConceptInfo) As Long
Public Declare Function vade_concept_term16 Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal kind As Long, ByVal language As Long, ByVal languageLength As Long, ByVal buffer As Long, ByVal capacity As Long, _
    ByRef needed As Long) As Long
Public Declare Function vade_description Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByRef info As VadeDescriptionInfo) As Long
Public Declare Function vade_description_term16 Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal buffer As Long, ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare Function vade_subsumes Lib "vademecum.dll" (ByVal engine As Long, ByVal a As Currency, ByVal b As Currency, _
    ByRef relation As Long) As Long
Public Declare Function vade_concept_rows Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal what As Long, ByRef cursor As Long) As Long
Public Declare Function vade_description_rows Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal what As Long, ByRef cursor As Long) As Long
Public Declare Function vade_product Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, ByRef info As VadeProductInfo) As Long
Public Declare Function vade_product_name16 Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal buffer As Long, ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare Function vade_product_rows Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByVal productClass As Long, ByVal flags As Long, ByRef cursor As Long) As Long
Public Declare Function vade_product_reasons Lib "vademecum.dll" (ByVal engine As Long, ByVal id As Currency, _
    ByRef cursor As Long) As Long
Public Declare Function vade_gtin_rows16 Lib "vademecum.dll" (ByVal engine As Long, ByVal gtin As Long, _
    ByVal gtinLength As Long, ByVal day As Long, ByRef cursor As Long) As Long
Public Declare Function vade_cursor_next Lib "vademecum.dll" (ByVal cursor As Long) As Long
Public Declare Function vade_cursor_int Lib "vademecum.dll" (ByVal cursor As Long, ByVal column As Long, ByRef value As Currency) As Long
Public Declare Function vade_cursor_text16 Lib "vademecum.dll" (ByVal cursor As Long, ByVal column As Long, _
    ByRef text As Long, ByRef length As Long) As Long
Public Declare Function vade_cursor_ranges16 Lib "vademecum.dll" (ByVal cursor As Long, ByVal column As Long, _
    ByRef ends As Long, ByVal capacity As Long, ByRef needed As Long) As Long
Public Declare Function vade_cursor_fetch_ids Lib "vademecum.dll" (ByVal cursor As Long, ByRef ids As Currency, _
    ByVal capacity As Long, ByRef count As Long) As Long
Public Declare Function vade_cursor_total Lib "vademecum.dll" (ByVal cursor As Long, ByRef total As Currency) As Long
Public Declare Function vade_cursor_language16 Lib "vademecum.dll" (ByVal cursor As Long, ByVal language As Long, _
    ByVal languageLength As Long) As Long
Public Declare Function vade_cursor_close Lib "vademecum.dll" (ByVal cursor As Long) As Long
Public Declare Function vade_search16 Lib "vademecum.dll" (ByVal engine As Long, ByVal query As Long, ByVal queryLength As Long, _
    ByVal filter As Long, ByRef options As VadeSearchOptions, ByRef cursor As Long) As Long
Public Declare Function vade_filter_new Lib "vademecum.dll" (ByVal engine As Long, ByRef filter As Long) As Long
Public Declare Function vade_filter_text16 Lib "vademecum.dll" (ByVal filter As Long, ByVal what As Long, _
    ByVal text As Long, ByVal textLength As Long) As Long
Public Declare Function vade_filter_close Lib "vademecum.dll" (ByVal filter As Long) As Long
Public Declare Function vade_json16 Lib "vademecum.dll" (ByVal engine As Long, ByVal request As Long, ByVal requestLength As Long, _
    ByRef cursor As Long) As Long

Private Declare Sub CopyMemory Lib "kernel32" Alias "RtlMoveMemory" (ByVal target As Long, ByVal source As Long, _
    ByVal length As Long)
Private Declare Function lstrlenA Lib "kernel32" (ByVal text As Long) As Long

' Raises the last error where the status is one: Err.Description says what it was, and Err.Number - vbObjectError - 1000
' is the negative status. Answers the status.
Public Function VadeCheck(ByVal status As Long) As Long
    Dim needed As Long, message As String
    If status < 0 Then
        message = String$(1024, vbNullChar)
        vade_last_error16 StrPtr(message), Len(message), needed
        If needed > Len(message) Then needed = Len(message)
        Err.Raise vbObjectError + 1000 - status, "Vademecum", VadeAscii(vade_status_name(status)) & ": " & _
            Left$(message, needed - 1)
    End If
    VadeCheck = status
End Function

' The text at an address that ends in NUL: vade_version and vade_status_name.
Public Function VadeAscii(ByVal address As Long) As String
    Dim bytes() As Byte, length As Long
    length = lstrlenA(address)
    If length = 0 Then Exit Function
    ReDim bytes(0 To length - 1)
    CopyMemory VarPtr(bytes(0)), address, length
    VadeAscii = StrConv(bytes, vbUnicode)
End Function

' Opens a file. Close the handle with vade_close.
Public Function VadeOpen(ByVal path As String) As Long
    Dim options As VadeOpenOptions, engine As Long
    options.structSize = LenB(options)
    VadeCheck vade_open_file16(StrPtr(path), Len(path), options, engine)
    VadeOpen = engine
End Function

' The number of an identifier that is given as text.
Public Function VadeId(ByVal text As String) As Currency
    Dim bytes() As Byte, id As Currency
    bytes = StrConv(text & vbNullChar, vbFromUnicode)
    VadeCheck vade_parse_id(VarPtr(bytes(0)), -1, id)
    VadeId = id
End Function

' The text of an identifier.
Public Function VadeIdText(ByVal id As Currency) As String
    Dim bytes(0 To 23) As Byte, needed As Long
    VadeCheck vade_format_id(id, VarPtr(bytes(0)), 24, needed)
    VadeIdText = Left$(StrConv(bytes, vbUnicode), needed - 1)
End Function

' A text of a concept: VADE_TERM_... Empty where it has none.
Public Function VadeTerm(ByVal engine As Long, ByVal id As Currency, ByVal kind As Long) As String
    Dim needed As Long, text As String
    VadeCheck vade_concept_term16(engine, id, kind, 0, -1, 0, 0, needed)
    If needed <= 1 Then Exit Function
    text = String$(needed, vbNullChar)
    VadeCheck vade_concept_term16(engine, id, kind, 0, -1, StrPtr(text), needed, needed)
    VadeTerm = Left$(text, needed - 1)
End Function

' The name of a medicinal product.
Public Function VadeProductName(ByVal engine As Long, ByVal id As Currency) As String
    Dim needed As Long, text As String
    VadeCheck vade_product_name16(engine, id, 0, 0, needed)
    text = String$(needed, vbNullChar)
    VadeCheck vade_product_name16(engine, id, StrPtr(text), needed, needed)
    VadeProductName = Left$(text, needed - 1)
End Function

' A text of the row that a cursor stands on. Empty where the row has no such value.
Public Function VadeColumnText(ByVal cursor As Long, ByVal column As Long) As String
    Dim address As Long, length As Long, text As String
    VadeCheck vade_cursor_text16(cursor, column, address, length)
    If length = 0 Then Exit Function
    text = String$(length, vbNullChar)
    CopyMemory StrPtr(text), address, 2 * length
    VadeColumnText = text
End Function

' How it is used: shows the best hits, and what stands above the first.
Public Sub VadeExample(ByVal path As String, ByVal query As String)
    Dim engine As Long, cursor As Long, best As Currency, options As VadeSearchOptions
    engine = VadeOpen(path)
    options.structSize = LenB(options)
    options.limit = 3
    VadeCheck vade_search16(engine, StrPtr(query), Len(query), 0, options, cursor)
    Do While VadeCheck(vade_cursor_next(cursor)) = VADE_ROW
        If best = 0 Then VadeCheck vade_cursor_int(cursor, VADE_COLUMN_ID, best)
        Debug.Print VadeColumnText(cursor, VADE_COLUMN_ID), VadeColumnText(cursor, VADE_COLUMN_TERM)
    Loop
    vade_cursor_close cursor
    If best <> 0 Then
        VadeCheck vade_concept_rows(engine, best, VADE_ROWS_PARENTS, cursor)
        Do While VadeCheck(vade_cursor_next(cursor)) = VADE_ROW
            Debug.Print VadeTerm(engine, best, VADE_TERM_PREFERRED); " is a kind of "; _
                VadeColumnText(cursor, VADE_COLUMN_PREFERRED)
        Loop
        vade_cursor_close cursor
    End If
    vade_close engine
End Sub

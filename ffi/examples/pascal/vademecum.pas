{ Vademecum for Delphi (2009 and newer) and Free Pascal (3.0 and newer): interfaces that close themselves, over the
  functions of vademecum.h, which are in the unit vademecumapi.

      Engine := TVademecum.Open('uk.vade');
      Hit := Engine.Search('heart att');
      while Hit.Next do
        WriteLn(Hit.Id, ' ', Hit.Term);

  The interfaces speak UTF-16, which is Delphi's own string: UnicodeString. What ends in Utf8 takes and gives UTF-8,
  which is what Lazarus has. What goes wrong is an EVademecum. What vademecum.h says of threads and of the order of
  closing holds here too: an engine may be shared by threads, a cursor may not.

  The library does no floating-point arithmetic, so the traps that Delphi and Free Pascal set do not fire in it. }
unit vademecum;

{$IFDEF FPC}{$MODE DELPHI}{$ENDIF}

interface

uses
  SysUtils, vademecumapi;

type
  { What went wrong: a status that is an error, what the library said, and where. }
  EVademecum = class(Exception)
  private
    FStatus: Int32;
    FOffset: Int32;
    FText: UnicodeString;
  public
    constructor Create(Status: Int32; const Text: UnicodeString; Offset: Int32);
    { VADE_ERROR_... }
    property Status: Int32 read FStatus;
    { The message in UTF-16; Free Pascal's own Message is UTF-8. }
    property Text: UnicodeString read FText;
    { Where in the text that was given, in 16-bit units from 0; -1 where it is not a text that is at fault. }
    property Offset: Int32 read FOffset;
    { The status's name, such as 'not_found'. }
    function StatusName: UnicodeString;
  end;

  { The rows of an answer, one after another. Values are those of the row that the cursor stands on. }
  IVadeCursor = interface
    { Goes on; False where there are no more rows. }
    function Next: Boolean;
    { A number; False where the row has no such value. }
    function TryInt(Column: Int32; out Value: Int64): Boolean;
    { A number; 0 where the row has no such value. }
    function Int(Column: Int32): Int64;
    { A text; empty where the row has no such value. }
    function Text(Column: Int32): UnicodeString;
    function TextUtf8(Column: Int32): UTF8String;
    { VADE_COLUMN_ID and VADE_COLUMN_TERM. }
    function Id: Int64;
    function Term: UnicodeString;
    { How many rows there are in all; False where that was not counted. }
    function TryTotal(out Total: Int64): Boolean;
    { Tells names in this language from now on; '' for the order that the file was built with. }
    procedure SetLanguage(const Name: UnicodeString);
    { The handle, for functions of vademecum.h. }
    function Handle: TVadeCursorHandle;
  end;

  { What a search may find. Made once, used for many searches. What is narrowed twice, see vademecum.h. }
  IVadeFilter = interface
    { `id`, `< id` or `<< id`. }
    procedure Within(const Expression: UnicodeString);
    procedure Language(const Name: UnicodeString);
    procedure SemanticTag(const Tag: UnicodeString);
    procedure Module(Id: Int64);
    { Only medicinal products of this class, such as 'vmp', or of another one that was set so. }
    procedure ProductClass(const Name: UnicodeString);
    { The handle, for functions of vademecum.h. }
    function Handle: TVadeFilterHandle;
  end;

  { An open file. }
  IVadeEngine = interface
    { What the file is. }
    function FileInfo: TVadeFileInfo;
    { A text about the file, VADE_FILE_...; empty where nobody told one. }
    function FileText(What: Int32): UnicodeString;
    { Everything that is known about the file. }
    function ManifestJson: UTF8String;
    { Checks the whole file; seconds for one of UK size. }
    procedure Verify;
    { What is known of a concept. }
    function Concept(Id: Int64): TVadeConceptInfo;
    { A text of a concept, VADE_TERM_...; empty where it has none. }
    function ConceptTerm(Id: Int64; Kind: Int32; const Language: UnicodeString = ''): UnicodeString;
    function ConceptTermUtf8(Id: Int64; Kind: Int32; const Language: UTF8String = ''): UTF8String;
    function PreferredTerm(Id: Int64): UnicodeString;
    { What is known of a description. }
    function Description(Id: Int64): TVadeDescriptionInfo;
    function DescriptionTerm(Id: Int64): UnicodeString;
    { How concept A stands to concept B: VADE_RELATION_.... }
    function Relation(A, B: Int64): Int32;
    { Whether concept A is a kind of concept B, or the same. }
    function IsA(A, B: Int64): Boolean;
    { The rows that belong to a concept, and to a description: VADE_ROWS_... }
    function Rows(Id: Int64; What: Int32): IVadeCursor;
    function DescriptionRows(Id: Int64; What: Int32): IVadeCursor;
    { What is known of a medicinal product, by its id now or before, and its name. }
    function Product(Id: Int64): TVadeProductInfo;
    function ProductName(Id: Int64): UnicodeString;
    { The products of a class, VADE_CLASS_..., above or below one; Flags are VADE_PRODUCTS_... together. }
    function Products(Id: Int64; ProductClass: Int32; Flags: UInt32 = 0): IVadeCursor;
    { Why a product is not to be offered for prescribing, and what is to be known all the same. }
    function ProductReasons(Id: Int64): IVadeCursor;
    { The packs of a GTIN, typed or scanned, on a day as yyyymmdd, or whenever where that is 0. }
    function PacksOfGtin(const Gtin: UnicodeString; Day: Int32 = 0): IVadeCursor;
    { A filter that lets everything through. }
    function NewFilter: IVadeFilter;
    { The concepts and medicinal products by a text of which each word of the query begins a word, best first. }
    function Search(const Query: UnicodeString; Limit: Int32 = 10; const Filter: IVadeFilter = nil;
      Offset: Int32 = 0; Flags: UInt32 = 0): IVadeCursor;
    { The response to one request of the request protocol. }
    function Json(const Request: UTF8String): UTF8String;
    { The handle, for functions of vademecum.h. }
    function Handle: TVadeEngineHandle;
  end;

  TVademecum = class
  public
    { Opens a file; Flags are VADE_OPEN_... together. }
    class function Open(const Path: UnicodeString; Flags: UInt32 = 0): IVadeEngine;
    { Opens a file whose bytes are in memory. They are copied, unless Flags has VADE_OPEN_BORROWED. }
    class function OpenMemory(Bytes: Pointer; Length: Int64; Flags: UInt32 = 0): IVadeEngine;
    { The number of an identifier that is given as text; an EVademecum where it is none. IntToStr is the way back. }
    class function ParseId(const Text: UnicodeString): Int64;
    { The version of the library. }
    class function Version: UnicodeString;
  end;

implementation

const
  { Room for most texts; a longer one is asked for a second time. }
  Room = 256;

{ Raises the last error where the status is one. Answers the status. }
function Check(Status: Int32): Int32;
var
  Buffer: array[0..1023] of WideChar;
begin
  Result := Status;
  if Status < 0 then
  begin
    vade_last_error16(Buffer, System.Length(Buffer), nil);
    raise EVademecum.Create(Status, UnicodeString(PWideChar(@Buffer[0])), vade_last_error_offset);
  end;
end;

constructor EVademecum.Create(Status: Int32; const Text: UnicodeString; Offset: Int32);
begin
{$IFDEF FPC}
  inherited Create(UTF8Encode(Text));
{$ELSE}
  inherited Create(Text);
{$ENDIF}
  FStatus := Status;
  FOffset := Offset;
  FText := Text;
end;

function EVademecum.StatusName: UnicodeString;
begin
  Result := UnicodeString(UTF8String(vade_status_name(FStatus)));
end;

type
  TVadeCursor = class(TInterfacedObject, IVadeCursor)
  private
    FHandle: TVadeCursorHandle;
  public
    constructor Create(Handle: TVadeCursorHandle);
    destructor Destroy; override;
    function Next: Boolean;
    function TryInt(Column: Int32; out Value: Int64): Boolean;
    function Int(Column: Int32): Int64;
    function Text(Column: Int32): UnicodeString;
    function TextUtf8(Column: Int32): UTF8String;
    function Id: Int64;
    function Term: UnicodeString;
    function TryTotal(out Total: Int64): Boolean;
    procedure SetLanguage(const Name: UnicodeString);
    function Handle: TVadeCursorHandle;
  end;

constructor TVadeCursor.Create(Handle: TVadeCursorHandle);
begin
  inherited Create;
  FHandle := Handle;
end;

destructor TVadeCursor.Destroy;
begin
  vade_cursor_close(FHandle);
  inherited;
end;

function TVadeCursor.Next: Boolean;
begin
  Result := Check(vade_cursor_next(FHandle)) = VADE_ROW;
end;

function TVadeCursor.TryInt(Column: Int32; out Value: Int64): Boolean;
begin
  Result := Check(vade_cursor_int(FHandle, Column, Value)) <> VADE_NONE;
end;

function TVadeCursor.Int(Column: Int32): Int64;
begin
  Check(vade_cursor_int(FHandle, Column, Result));
end;

function TVadeCursor.Text(Column: Int32): UnicodeString;
var
  Value: PWideChar;
  Length: Int32;
begin
  Check(vade_cursor_text16(FHandle, Column, Value, @Length));
  SetString(Result, Value, Length);
end;

function TVadeCursor.TextUtf8(Column: Int32): UTF8String;
var
  Value: PAnsiChar;
  Length: Int32;
begin
  Check(vade_cursor_text(FHandle, Column, Value, @Length));
  SetString(Result, Value, Length);
end;

function TVadeCursor.Id: Int64;
begin
  Result := Int(VADE_COLUMN_ID);
end;

function TVadeCursor.Term: UnicodeString;
begin
  Result := Text(VADE_COLUMN_TERM);
end;

function TVadeCursor.TryTotal(out Total: Int64): Boolean;
begin
  Result := Check(vade_cursor_total(FHandle, Total)) <> VADE_NONE;
end;

{ A language's name as the library takes it: null for that of the file. }
function LanguagePointer(const Name: UnicodeString): PWideChar;
begin
  if Name = '' then
    Result := nil
  else
    Result := PWideChar(Name);
end;

procedure TVadeCursor.SetLanguage(const Name: UnicodeString);
begin
  Check(vade_cursor_language16(FHandle, LanguagePointer(Name), Length(Name)));
end;

function TVadeCursor.Handle: TVadeCursorHandle;
begin
  Result := FHandle;
end;

type
  TVadeFilter = class(TInterfacedObject, IVadeFilter)
  private
    FHandle: TVadeFilterHandle;
    procedure Narrow(What: Int32; const Text: UnicodeString);
  public
    constructor Create(Handle: TVadeFilterHandle);
    destructor Destroy; override;
    procedure Within(const Expression: UnicodeString);
    procedure Language(const Name: UnicodeString);
    procedure SemanticTag(const Tag: UnicodeString);
    procedure Module(Id: Int64);
    procedure ProductClass(const Name: UnicodeString);
    function Handle: TVadeFilterHandle;
  end;

constructor TVadeFilter.Create(Handle: TVadeFilterHandle);
begin
  inherited Create;
  FHandle := Handle;
end;

destructor TVadeFilter.Destroy;
begin
  vade_filter_close(FHandle);
  inherited;
end;

procedure TVadeFilter.Narrow(What: Int32; const Text: UnicodeString);
begin
  Check(vade_filter_text16(FHandle, What, PWideChar(Text), Length(Text)));
end;

procedure TVadeFilter.Within(const Expression: UnicodeString);
begin
  Narrow(VADE_FILTER_WITHIN, Expression);
end;

procedure TVadeFilter.Language(const Name: UnicodeString);
begin
  Narrow(VADE_FILTER_LANGUAGE, Name);
end;

procedure TVadeFilter.SemanticTag(const Tag: UnicodeString);
begin
  Narrow(VADE_FILTER_SEMANTIC_TAG, Tag);
end;

procedure TVadeFilter.Module(Id: Int64);
begin
  Narrow(VADE_FILTER_MODULE, UnicodeString(IntToStr(Id)));
end;

procedure TVadeFilter.ProductClass(const Name: UnicodeString);
begin
  Narrow(VADE_FILTER_CLASS, Name);
end;

function TVadeFilter.Handle: TVadeFilterHandle;
begin
  Result := FHandle;
end;

type
  TVadeEngine = class(TInterfacedObject, IVadeEngine)
  private
    FHandle: TVadeEngineHandle;
  public
    constructor Create(Handle: TVadeEngineHandle);
    destructor Destroy; override;
    function FileInfo: TVadeFileInfo;
    function FileText(What: Int32): UnicodeString;
    function ManifestJson: UTF8String;
    procedure Verify;
    function Concept(Id: Int64): TVadeConceptInfo;
    function ConceptTerm(Id: Int64; Kind: Int32; const Language: UnicodeString): UnicodeString;
    function ConceptTermUtf8(Id: Int64; Kind: Int32; const Language: UTF8String): UTF8String;
    function PreferredTerm(Id: Int64): UnicodeString;
    function Description(Id: Int64): TVadeDescriptionInfo;
    function DescriptionTerm(Id: Int64): UnicodeString;
    function Relation(A, B: Int64): Int32;
    function IsA(A, B: Int64): Boolean;
    function Rows(Id: Int64; What: Int32): IVadeCursor;
    function DescriptionRows(Id: Int64; What: Int32): IVadeCursor;
    function Product(Id: Int64): TVadeProductInfo;
    function ProductName(Id: Int64): UnicodeString;
    function Products(Id: Int64; ProductClass: Int32; Flags: UInt32): IVadeCursor;
    function ProductReasons(Id: Int64): IVadeCursor;
    function PacksOfGtin(const Gtin: UnicodeString; Day: Int32): IVadeCursor;
    function NewFilter: IVadeFilter;
    function Search(const Query: UnicodeString; Limit: Int32; const Filter: IVadeFilter; Offset: Int32;
      Flags: UInt32): IVadeCursor;
    function Json(const Request: UTF8String): UTF8String;
    function Handle: TVadeEngineHandle;
  end;

constructor TVadeEngine.Create(Handle: TVadeEngineHandle);
begin
  inherited Create;
  FHandle := Handle;
end;

destructor TVadeEngine.Destroy;
begin
  vade_close(FHandle);
  inherited;
end;

function TVadeEngine.FileInfo: TVadeFileInfo;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.StructSize := SizeOf(Result);
  Check(vade_file(FHandle, Result));
end;

function TVadeEngine.FileText(What: Int32): UnicodeString;
var
  Needed: Int32;
begin
  Check(vade_file_text16(FHandle, What, nil, 0, @Needed));
  SetLength(Result, Needed - 1);
  { A string has room for the NUL behind its end. }
  Check(vade_file_text16(FHandle, What, PWideChar(Result), Needed, nil));
end;

function TVadeEngine.ManifestJson: UTF8String;
var
  Needed: Int32;
begin
  Check(vade_manifest_json(FHandle, nil, 0, @Needed));
  SetLength(Result, Needed - 1);
  Check(vade_manifest_json(FHandle, PAnsiChar(Result), Needed, nil));
end;

procedure TVadeEngine.Verify;
begin
  Check(vade_verify(FHandle));
end;

function TVadeEngine.Concept(Id: Int64): TVadeConceptInfo;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.StructSize := SizeOf(Result);
  Check(vade_concept(FHandle, Id, Result));
end;

function TVadeEngine.ConceptTerm(Id: Int64; Kind: Int32; const Language: UnicodeString): UnicodeString;
var
  Needed, Status: Int32;
begin
  SetLength(Result, Room - 1);
  Status := vade_concept_term16(FHandle, Id, Kind, LanguagePointer(Language), Length(Language), PWideChar(Result),
    Room, @Needed);
  if Status = VADE_ERROR_BUFFER then
  begin
    SetLength(Result, Needed - 1);
    Status := vade_concept_term16(FHandle, Id, Kind, LanguagePointer(Language), Length(Language),
      PWideChar(Result), Needed, nil);
  end;
  Check(Status);
  SetLength(Result, Needed - 1);
end;

function TVadeEngine.ConceptTermUtf8(Id: Int64; Kind: Int32; const Language: UTF8String): UTF8String;
var
  Name: PAnsiChar;
  Needed, Status: Int32;
begin
  if Language = '' then
    Name := nil
  else
    Name := PAnsiChar(Language);
  SetLength(Result, Room - 1);
  Status := vade_concept_term(FHandle, Id, Kind, Name, Length(Language), PAnsiChar(Result), Room, @Needed);
  if Status = VADE_ERROR_BUFFER then
  begin
    SetLength(Result, Needed - 1);
    Status := vade_concept_term(FHandle, Id, Kind, Name, Length(Language), PAnsiChar(Result), Needed, nil);
  end;
  Check(Status);
  SetLength(Result, Needed - 1);
end;

function TVadeEngine.PreferredTerm(Id: Int64): UnicodeString;
begin
  Result := ConceptTerm(Id, VADE_TERM_PREFERRED, '');
end;

function TVadeEngine.Description(Id: Int64): TVadeDescriptionInfo;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.StructSize := SizeOf(Result);
  Check(vade_description(FHandle, Id, Result));
end;

function TVadeEngine.DescriptionTerm(Id: Int64): UnicodeString;
var
  Needed: Int32;
begin
  Check(vade_description_term16(FHandle, Id, nil, 0, @Needed));
  SetLength(Result, Needed - 1);
  Check(vade_description_term16(FHandle, Id, PWideChar(Result), Needed, nil));
end;

function TVadeEngine.Relation(A, B: Int64): Int32;
begin
  Check(vade_subsumes(FHandle, A, B, Result));
end;

function TVadeEngine.IsA(A, B: Int64): Boolean;
var
  Known: Int32;
begin
  Known := Relation(A, B);
  Result := (Known = VADE_RELATION_SUBSUMED_BY) or (Known = VADE_RELATION_EQUIVALENT);
end;

function TVadeEngine.Rows(Id: Int64; What: Int32): IVadeCursor;
var
  Cursor: TVadeCursorHandle;
begin
  Check(vade_concept_rows(FHandle, Id, What, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.DescriptionRows(Id: Int64; What: Int32): IVadeCursor;
var
  Cursor: TVadeCursorHandle;
begin
  Check(vade_description_rows(FHandle, Id, What, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.Product(Id: Int64): TVadeProductInfo;
begin
  FillChar(Result, SizeOf(Result), 0);
  Result.StructSize := SizeOf(Result);
  Check(vade_product(FHandle, Id, Result));
end;

function TVadeEngine.ProductName(Id: Int64): UnicodeString;
var
  Needed: Int32;
begin
  Check(vade_product_name16(FHandle, Id, nil, 0, @Needed));
  SetLength(Result, Needed - 1);
  Check(vade_product_name16(FHandle, Id, PWideChar(Result), Needed, nil));
end;

function TVadeEngine.Products(Id: Int64; ProductClass: Int32; Flags: UInt32): IVadeCursor;
var
  Cursor: TVadeCursorHandle;
begin
  Check(vade_product_rows(FHandle, Id, ProductClass, Flags, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.ProductReasons(Id: Int64): IVadeCursor;
var
  Cursor: TVadeCursorHandle;
begin
  Check(vade_product_reasons(FHandle, Id, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.PacksOfGtin(const Gtin: UnicodeString; Day: Int32): IVadeCursor;
var
  Cursor: TVadeCursorHandle;
begin
  Check(vade_gtin_rows16(FHandle, PWideChar(Gtin), Length(Gtin), Day, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.NewFilter: IVadeFilter;
var
  Filter: TVadeFilterHandle;
begin
  Check(vade_filter_new(FHandle, Filter));
  Result := TVadeFilter.Create(Filter);
end;

function TVadeEngine.Search(const Query: UnicodeString; Limit: Int32; const Filter: IVadeFilter; Offset: Int32;
  Flags: UInt32): IVadeCursor;
var
  Options: TVadeSearchOptions;
  Cursor: TVadeCursorHandle;
  Narrowed: TVadeFilterHandle;
begin
  { A limit of 0 asks for no hit here, and for the usual ten in C. }
  if Limit < 1 then
    raise EVademecum.Create(VADE_ERROR_ARGUMENT, 'a search without a hit to answer', -1);
  Options.StructSize := SizeOf(Options);
  Options.Flags := Flags;
  Options.Limit := Limit;
  Options.Offset := Offset;
  Narrowed := nil;
  if Filter <> nil then
    Narrowed := Filter.Handle;
  Check(vade_search16(FHandle, PWideChar(Query), Length(Query), Narrowed, @Options, Cursor));
  Result := TVadeCursor.Create(Cursor);
end;

function TVadeEngine.Json(const Request: UTF8String): UTF8String;
var
  Cursor: TVadeCursorHandle;
  Response: IVadeCursor;
begin
  Check(vade_json(FHandle, PAnsiChar(Request), Length(Request), Cursor));
  Response := TVadeCursor.Create(Cursor);
  Response.Next;
  Result := Response.TextUtf8(VADE_COLUMN_JSON);
end;

function TVadeEngine.Handle: TVadeEngineHandle;
begin
  Result := FHandle;
end;

class function TVademecum.Open(const Path: UnicodeString; Flags: UInt32): IVadeEngine;
var
  Options: TVadeOpenOptions;
  Engine: TVadeEngineHandle;
begin
  if vade_abi_version < VADE_HEADER_ABI_VERSION then
    raise EVademecum.Create(VADE_ERROR_VERSION, 'vademecum.pas needs a newer library than ' + Version, -1);
  Options.StructSize := SizeOf(Options);
  Options.Flags := Flags;
  Check(vade_open_file16(PWideChar(Path), System.Length(Path), @Options, Engine));
  Result := TVadeEngine.Create(Engine);
end;

class function TVademecum.OpenMemory(Bytes: Pointer; Length: Int64; Flags: UInt32): IVadeEngine;
var
  Options: TVadeOpenOptions;
  Engine: TVadeEngineHandle;
begin
  Options.StructSize := SizeOf(Options);
  Options.Flags := Flags;
  Check(vade_open_memory(Bytes, Length, @Options, Engine));
  Result := TVadeEngine.Create(Engine);
end;

class function TVademecum.ParseId(const Text: UnicodeString): Int64;
var
  Given: UTF8String;
begin
  Given := UTF8Encode(Text);
  Check(vade_parse_id(PAnsiChar(Given), Length(Given), Result));
end;

class function TVademecum.Version: UnicodeString;
begin
  Result := UnicodeString(UTF8String(vade_version));
end;

end.

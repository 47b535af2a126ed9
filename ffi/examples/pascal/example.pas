{ What an application does with a file of terms, in Delphi or Free Pascal: opens it, searches while someone types, shows
  a concept and what stands above it, tests whether one concept is a kind of another, finds medicines and whether they
  may be prescribed, and tells a person what was wrong.

      fpc -Fl../lib example.pas
      ./example demo.vade }
program example;

{$IFDEF FPC}{$MODE DELPHI}{$ELSE}{$APPTYPE CONSOLE}{$ENDIF}

uses
  {$IFDEF UNIX}cwstring,{$ENDIF} SysUtils, vademecum, vademecumapi;

procedure Show(const Line: UnicodeString);
begin
  WriteLn(UTF8Encode(Line));
end;

function IdText(Id: Int64): UnicodeString;
begin
  Result := UnicodeString(IntToStr(Id));
end;

procedure ShowFile(const Engine: IVadeEngine);
var
  Info: TVadeFileInfo;
  Marking: UnicodeString;
begin
  Info := Engine.FileInfo;
  Show(UnicodeString(Format('%d active concepts of %.4d-%.2d-%.2d', [Info.ActiveConcepts,
    Info.EffectiveTime div 10000, Info.EffectiveTime div 100 mod 100, Info.EffectiveTime mod 100])));
  Marking := Engine.FileText(VADE_FILE_MARKING);
  if Marking <> '' then
    Show(Marking);
end;

{ Shows the three best hits, and answers the concept of the first: 0 where there is none. }
function ShowSearch(const Engine: IVadeEngine; const Query: UnicodeString; const Filter: IVadeFilter = nil): Int64;
var
  Hit: IVadeCursor;
  Line: UnicodeString;
begin
  Result := 0;
  Show('');
  Show(Query);
  Hit := Engine.Search(Query, 3, Filter);
  while Hit.Next do
  begin
    if Result = 0 then
      Result := Hit.Id;
    Line := '  ' + IdText(Hit.Id) + '  ' + Hit.Term;
    { What was found may be another term than the one that a record shows. }
    if Hit.Text(VADE_COLUMN_PREFERRED) <> Hit.Term then
      Line := Line + ' (' + Hit.Text(VADE_COLUMN_PREFERRED) + ')';
    Line := Line + ' [' + Hit.Text(VADE_COLUMN_SEMANTIC_TAG) + ']';
    if Hit.Int(VADE_COLUMN_MATCH) = VADE_MATCH_TYPO then
      Line := Line + ' ~';
    Show(Line);
  end;
end;

procedure ShowConcept(const Engine: IVadeEngine; Id: Int64);
var
  Synonym: IVadeCursor;
begin
  Show('');
  Show(IdText(Id));
  Show('  preferred term        ' + Engine.PreferredTerm(Id));
  Show('  fully specified name  ' + Engine.ConceptTerm(Id, VADE_TERM_FSN));
  Show('  semantic tag          ' + Engine.ConceptTerm(Id, VADE_TERM_SEMANTIC_TAG));
  Synonym := Engine.Rows(Id, VADE_ROWS_SYNONYMS);
  { The same texts in UTF-8, as Lazarus has them. }
  while Synonym.Next do
    WriteLn('  synonym               ', Synonym.TextUtf8(VADE_COLUMN_TERM));
end;

{ Shows what stands above a concept, up to the root: each parent with its own parents below it. }
procedure ShowParents(const Engine: IVadeEngine; Id: Int64; Depth: Integer);
var
  Parent: IVadeCursor;
begin
  Parent := Engine.Rows(Id, VADE_ROWS_PARENTS);
  while Parent.Next do
  begin
    Show(UnicodeString(StringOfChar(' ', 2 * Depth)) + Parent.Term);
    ShowParents(Engine, Parent.Id, Depth + 1);
  end;
end;

procedure ShowRelation(const Engine: IVadeEngine; A, B: Int64);
const
  Words: array[Boolean] of UnicodeString = (' is no kind of ', ' is a kind of ');
begin
  Show(Engine.PreferredTerm(A) + Words[Engine.IsA(A, B)] + Engine.PreferredTerm(B));
end;

{ Shows rows that are about medicinal products by their ids and names. }
procedure ShowProducts(const Product: IVadeCursor);
begin
  while Product.Next do
    Show('  ' + IdText(Product.Id) + '  ' + Product.Text(VADE_COLUMN_PREFERRED));
end;

{ Shows a medicinal product, and why it may be prescribed or not. }
procedure ShowProduct(const Engine: IVadeEngine; Id: Int64);
const
  Answers: array[Boolean] of UnicodeString = ('no', 'yes');
  Kinds: array[Boolean] of UnicodeString = ('  reason                ', '  caution               ');
var
  Info: TVadeProductInfo;
  Reason: IVadeCursor;
begin
  Info := Engine.Product(Id);
  Show('');
  Show(Engine.ProductName(Id));
  Show('  generic product       ' + Engine.ProductName(Info.Vmp));
  Show('  may be prescribed     ' + Answers[Info.IsPrescribable <> 0]);
  Reason := Engine.ProductReasons(Id);
  while Reason.Next do
    Show(Kinds[Reason.Int(VADE_COLUMN_CAUTION) <> 0] + Reason.Text(VADE_COLUMN_REASON));
end;

procedure ShowMedicines(const Engine: IVadeEngine);
const
  Query: UnicodeString = 'amox 500 cap';
  Gtin: UnicodeString = '2999758431212';
var
  Date: UnicodeString;
  Filter: IVadeFilter;
begin
  Date := Engine.FileText(VADE_FILE_DMD);
  Show('');
  Show('Medicines of ' + Copy(Date, 1, 4) + '-' + Copy(Date, 5, 2) + '-' + Copy(Date, 7, 2));
  Show('');
  Show(Query);
  { Generic products (VMP) and those of suppliers (AMP), without concepts and packs. }
  Filter := Engine.NewFilter;
  Filter.ProductClass('vmp');
  Filter.ProductClass('amp');
  ShowProducts(Engine.Search(Query, 3, Filter, 0, VADE_SEARCH_PRESCRIBABLE));

  ShowProduct(Engine, TVademecum.ParseId('870944431999999107'));
  ShowProduct(Engine, TVademecum.ParseId('764038421999999100'));

  Show('');
  Show(Gtin);
  ShowProducts(Engine.PacksOfGtin(Gtin));
end;

{ Tells an error as a user would read it. }
procedure ShowError(const Given: UnicodeString; E: EVademecum);
var
  Line: UnicodeString;
begin
  Show('  ' + Given);
  Line := '    ' + E.StatusName;
  if E.Offset >= 0 then
    Line := Line + ' at ' + UnicodeString(IntToStr(E.Offset));
  Show(Line + ': ' + E.Text);
end;

procedure ShowErrors(const Engine: IVadeEngine);
const
  Mistyped: UnicodeString = '828806741999999107';
  Absent: UnicodeString = '100000001999999107';
  Expression: UnicodeString = '<< 828806741999999107';
begin
  Show('');
  Show('Errors');
  try
    TVademecum.ParseId(Mistyped);
  except
    on E: EVademecum do
      ShowError(Mistyped, E);
  end;
  try
    Engine.PreferredTerm(TVademecum.ParseId(Absent));
  except
    on E: EVademecum do
      ShowError(Absent, E);
  end;
  try
    Engine.NewFilter.Within(Expression);
  except
    on E: EVademecum do
      ShowError(Expression, E);
  end;
end;

procedure Run(const Path: UnicodeString);
const
  Typed: array[0..4] of UnicodeString = ('m', 'me', 'men', 'meni', 'menier');
var
  Engine: IVadeEngine;
  Diseases: IVadeFilter;
  Chosen: Int64;
  At: Integer;
begin
  Engine := TVademecum.Open(Path);
  ShowFile(Engine);

  Chosen := 0;
  for At := Low(Typed) to High(Typed) do
    Chosen := ShowSearch(Engine, Typed[At]);
  ShowSearch(Engine, 'haert atack');

  { Diseases alone: the filter is made once and used while someone types. }
  Diseases := Engine.NewFilter;
  Diseases.Within('<< 727935091999999107');
  ShowSearch(Engine, 'men', Diseases);

  ShowConcept(Engine, Chosen);
  Show('');
  Show('Above it');
  ShowParents(Engine, Chosen, 1);

  Show('');
  ShowRelation(Engine, Chosen, TVademecum.ParseId('727935091999999107'));
  ShowRelation(Engine, Chosen, TVademecum.ParseId('953829161999999108'));

  ShowMedicines(Engine);
  ShowErrors(Engine);
end;

begin
  if ParamCount <> 1 then
  begin
    WriteLn(ErrOutput, 'usage: example FILE.vade');
    Halt(2);
  end;
  { Texts are written as UTF-8, whatever the system's code page is. }
  SetTextCodePage(Output, CP_UTF8);
  try
    Run(UnicodeString(ParamStr(1)));
  except
    on E: Exception do
    begin
      WriteLn(ErrOutput, E.Message);
      Halt(1);
    end;
  end;
end.

-- People and households are found by any part of an address. The database compares by bytes (lc_ctype C), so trigrams of Chinese text are of
-- no use; grams of our own are: each two signs that stand beside each other, a whole number being one sign. They are not kept in a column:
-- an index over what follows from the address cannot disagree with it, whoever writes the row. The same rules stand in
-- domain/search/search.address.ts, and a test holds them together.
create function address_plain(address text) returns text language plpgsql immutable strict parallel safe cost 100 as $$
declare
  plain text := lower(address collate "C");
begin
  -- Nearly every address is of signs that have one form only.
  if plain ~ '[^ -~\u4e00-\u9fff]' then
    plain := lower(normalize(address, nfkc) collate "C");
  end if;
  -- Forms of the mainland; 幢, 栋 and # as 号; figures for numerals that are written sign by sign.
  plain := translate(plain, '號樓棟單層區幢栋#〇○零一二三四五六七八九<>', '号楼号单层区号号号000123456789  ');
  if position('号楼' in plain) > 0 or position('号号' in plain) > 0 then
    plain := regexp_replace(plain, '号[楼号]+', '号', 'g');
  end if;
  if position('十' in plain) > 0 or position('百' in plain) > 0 then
    plain := regexp_replace(plain, '([0-9])十([0-9])', '\1\2', 'g');
    plain := regexp_replace(plain, '([0-9])十', '\10', 'g');
    plain := regexp_replace(plain, '十([0-9])', '1\1', 'g');
    plain := replace(plain, '十', '10');
    plain := regexp_replace(plain, '([0-9])百([0-9][0-9])', '\1\2', 'g');
    plain := regexp_replace(plain, '([0-9])百([0-9])', '\1\20', 'g');
    plain := regexp_replace(plain, '([0-9])百', '\100', 'g');
  end if;
  -- A number stands between brackets and without leading noughts; 室 after it says nothing.
  plain := regexp_replace(plain, '0*([0-9]+)室?', '<\1>', 'g');
  return regexp_replace(plain, '[^0-9a-z<>\u2e80-\u2fff\u3040-\U0010ffff]+', '', 'g');
end $$;
comment on function address_plain(text) is '住址的统一写法：半角、简体、阿拉伯数字，整个数字加尖括号，去掉标点和空格';

-- The area and the district stand among the grams, so that a search within few communities reads nothing of the others.
create function address_grams(plain text, district_id int, area_id int) returns text[] language plpgsql immutable parallel safe cost 10000 as $$
declare
  -- By turns what stands before a number, and the number.
  parts text[] := string_to_array(translate(plain, '>', '<'), '<');
  grams text := '#' || district_id || '|@' || area_id;
  words text;
  number text := '';
  before text;
begin
  if plain = '' then
    return null;
  end if;
  for i in 1 .. array_length(parts, 1) by 2 loop
    words := parts[i];
    for k in 1 .. length(words) - 1 loop
      grams := grams || '|' || substr(words, k, 2);
    end loop;
    before := number;
    if before <> '' and words <> '' then
      grams := grams || '|' || before || left(words, 1);
    end if;
    exit when i = array_length(parts, 1);
    number := '<' || parts[i + 1] || '>';
    -- 12-3-501 finds 12幢3单元501室: the numbers alone are neighbours too.
    grams := grams || '|' || number || '|' || case when words = '' then '' else right(words, 1) || number || '|' end || before || number;
  end loop;
  return string_to_array(grams, '|');
end $$;
comment on function address_grams(text, int, int) is '住址的检索单元：相邻两字、整个数字、相邻两数，连同区县和社区';

create index resident_address_idx on resident using gin (address_grams(address_plain(address), district_id, area_id))
  with (gin_pending_list_limit = 512) where voided_at is null;
create index household_address_idx on household using gin (address_grams(address_plain(address), district_id, area_id))
  with (gin_pending_list_limit = 512) where voided_at is null;
create index household_number_idx on household (upper(number) text_pattern_ops, district_id) where voided_at is null;

-- Initials are looked up in the order of initials and then pinyin: without the second column the first page had to sort everybody of the
-- same initials. The index of a community decides about initials and pinyin as well, before it reads a row.
drop index resident_initials_idx;
create index resident_initials_idx on resident (name_initials text_pattern_ops, name_pinyin text_pattern_ops, district_id) where voided_at is null;
drop index resident_area_name_idx;
create index resident_area_name_idx on resident (district_id, area_id, name text_pattern_ops, name_initials text_pattern_ops, name_pinyin text_pattern_ops) where voided_at is null;

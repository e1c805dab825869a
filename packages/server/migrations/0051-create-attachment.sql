-- Photos and scans on a person's or a household's file. The picture lies in sealed pieces beside its row: backup, restore and a move to another
-- district take it along like everything else. Its key is in the row; without the key the pieces are noise (ADR 0036).
create table attachment (
  district_id int not null,
  attachment_id uuid not null,
  resident_id uuid,
  household_id uuid,
  contact_id uuid,
  kind text not null,
  media_type text not null,
  width int not null,
  height int not null,
  byte_count int not null,
  digest bytea not null,
  key_cipher text,
  preview bytea,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  dropped_at timestamptz,
  dropped_by uuid,
  drop_reason text,
  shredded_at timestamptz,
  constraint attachment_pk primary key (district_id, attachment_id),
  constraint attachment_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id),
  constraint attachment_household_fk foreign key (district_id, household_id) references household (district_id, household_id),
  constraint attachment_contact_fk foreign key (district_id, contact_id) references contact (district_id, contact_id),
  constraint attachment_subject_check check (num_nonnulls(resident_id, household_id) = 1 and (contact_id is null or resident_id is not null)),
  constraint attachment_shredded_check check ((shredded_at is null) = (key_cipher is not null))
);
create index attachment_resident_idx on attachment (district_id, resident_id, created_at desc);
create index attachment_household_idx on attachment (district_id, household_id, created_at desc);
create index attachment_contact_idx on attachment (district_id, contact_id);
create index attachment_dropped_idx on attachment (district_id, dropped_at) where dropped_at is not null and shredded_at is null;
comment on table attachment is '附件(照片、扫描件)';
comment on column attachment.district_id is '区县(分布键)';
comment on column attachment.attachment_id is '编号';
comment on column attachment.resident_id is '居民(个人附件)';
comment on column attachment.household_id is '家庭(家庭附件)';
comment on column attachment.contact_id is '走访或联系记录';
comment on column attachment.kind is '附件种类';
comment on column attachment.media_type is '图片格式';
comment on column attachment.width is '宽(像素)';
comment on column attachment.height is '高(像素)';
comment on column attachment.byte_count is '字节数';
comment on column attachment.digest is '图片摘要(带密钥)';
comment on column attachment.key_cipher is '本附件的密钥(加密)；为空即已销毁';
comment on column attachment.preview is '小图(加密)';
comment on column attachment.created_at is '添加时间';
comment on column attachment.created_by is '添加人';
comment on column attachment.cause is '审计事件';
comment on column attachment.dropped_at is '移除时间';
comment on column attachment.dropped_by is '移除人';
comment on column attachment.drop_reason is '移除原因';
comment on column attachment.shredded_at is '销毁时间';

create table attachment_piece (
  district_id int not null,
  attachment_id uuid not null,
  piece_no int not null,
  content bytea not null,
  constraint attachment_piece_pk primary key (district_id, attachment_id, piece_no),
  constraint attachment_piece_attachment_fk foreign key (district_id, attachment_id) references attachment (district_id, attachment_id)
);
-- Ciphertext does not get smaller: no time is spent on trying.
alter table attachment_piece alter column content set storage external;
comment on table attachment_piece is '附件内容(加密分段)';
comment on column attachment_piece.district_id is '区县(分布键)';
comment on column attachment_piece.attachment_id is '附件';
comment on column attachment_piece.piece_no is '段号';
comment on column attachment_piece.content is '内容(加密)';

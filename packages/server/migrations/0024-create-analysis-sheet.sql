-- Monthly analysis of every office: figures, text, signature, remarks (O03, A10).
create table analysis_sheet (
  district_id int not null,
  sheet_id uuid not null,
  area_id int not null,
  month int not null,
  revision int not null,
  state text not null constraint analysis_sheet_state_check check (state in ('draft', 'signed')),
  reason text not null default '',
  texts jsonb not null,
  figures jsonb,
  due_on date not null,
  created_at timestamptz not null,
  created_by uuid,
  changed_at timestamptz not null,
  changed_by uuid,
  signed_at timestamptz,
  signed_by uuid,
  signed_name text not null default '',
  digest bytea,
  version int not null default 1,
  cause uuid not null,
  constraint analysis_sheet_pk primary key (district_id, sheet_id),
  constraint analysis_sheet_unique unique (district_id, area_id, month, revision),
  constraint analysis_sheet_signed_check check (state = 'draft' or (signed_at is not null and figures is not null and digest is not null))
);
comment on table analysis_sheet is '月度分析表：草稿与签字版本';
comment on column analysis_sheet.district_id is '区县(分布键)；市为 0';
comment on column analysis_sheet.sheet_id is '编号';
comment on column analysis_sheet.area_id is '区域';
comment on column analysis_sheet.month is '月份';
comment on column analysis_sheet.revision is '版本';
comment on column analysis_sheet.state is '状态：草稿、已签字';
comment on column analysis_sheet.reason is '新版本的理由';
comment on column analysis_sheet.texts is '分析文字';
comment on column analysis_sheet.figures is '签字时的数字；草稿为空';
comment on column analysis_sheet.due_on is '应签日期';
comment on column analysis_sheet.created_at is '起草时间';
comment on column analysis_sheet.created_by is '起草人';
comment on column analysis_sheet.changed_at is '修改时间';
comment on column analysis_sheet.changed_by is '修改人';
comment on column analysis_sheet.signed_at is '签字时间';
comment on column analysis_sheet.signed_by is '签字人';
comment on column analysis_sheet.signed_name is '签字人姓名';
comment on column analysis_sheet.digest is '签字时的内容摘要';
comment on column analysis_sheet.version is '修改次数';
comment on column analysis_sheet.cause is '审计事件';

create table analysis_remark (
  district_id int not null,
  remark_id uuid not null,
  sheet_id uuid not null,
  text text not null default '',
  remarked_at timestamptz not null,
  remarked_by uuid,
  office_id uuid,
  cause uuid not null,
  constraint analysis_remark_pk primary key (district_id, remark_id),
  constraint analysis_remark_sheet_fk foreign key (district_id, sheet_id) references analysis_sheet (district_id, sheet_id),
  constraint analysis_remark_office_fk foreign key (office_id) references office (office_id)
);
create index analysis_remark_sheet_idx on analysis_remark (district_id, sheet_id);
create index analysis_remark_office_idx on analysis_remark (office_id);
comment on table analysis_remark is '上级阅批';
comment on column analysis_remark.district_id is '区县(分布键)；市为 0';
comment on column analysis_remark.remark_id is '编号';
comment on column analysis_remark.sheet_id is '月度分析表';
comment on column analysis_remark.text is '批注；空为已阅';
comment on column analysis_remark.remarked_at is '阅批时间';
comment on column analysis_remark.remarked_by is '阅批人';
comment on column analysis_remark.office_id is '阅批机构';
comment on column analysis_remark.cause is '审计事件';

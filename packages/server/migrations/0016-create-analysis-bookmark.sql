-- Analyses that somebody has saved with a name: what the page showed, whose it is, and whether the office sees it.
create table analysis_bookmark (
  district_id int not null,
  analysis_id uuid not null,
  account_id uuid not null,
  office_id uuid not null,
  name text not null,
  shared boolean not null default false,
  state jsonb not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null default 1,
  constraint analysis_bookmark_pk primary key (district_id, analysis_id),
  constraint analysis_bookmark_name_unique unique (district_id, account_id, name)
);
create index analysis_bookmark_office_idx on analysis_bookmark (district_id, office_id);
comment on table analysis_bookmark is '保存的分析';
comment on column analysis_bookmark.district_id is '保存人所在区县(分布键)；市为 0';
comment on column analysis_bookmark.analysis_id is '编号';
comment on column analysis_bookmark.account_id is '保存人';
comment on column analysis_bookmark.office_id is '保存人所在机构';
comment on column analysis_bookmark.name is '名称';
comment on column analysis_bookmark.shared is '是否共享给本机构';
comment on column analysis_bookmark.state is '页面的选择：区域、指标、月份、视图、口径';
comment on column analysis_bookmark.created_at is '保存时间';
comment on column analysis_bookmark.changed_at is '修改时间';
comment on column analysis_bookmark.version is '修改次数';

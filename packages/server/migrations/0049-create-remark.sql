-- What colleagues write to each other on a file: remarks are not facts, nothing is derived from them. They follow the file to another district.
create table remark (
  district_id int not null,
  remark_id uuid not null,
  subject_kind text not null constraint remark_subject_check check (subject_kind in ('resident', 'household')),
  subject_id uuid not null,
  about text not null,
  body text not null constraint remark_body_check check (length(body) between 1 and 500),
  mentioned uuid[] not null default '{}' constraint remark_mentioned_check check (cardinality(mentioned) <= 5),
  status text not null default 'open' constraint remark_status_check check (status in ('open', 'settled', 'voided')),
  answer text not null default '',
  written_by uuid not null,
  written_at timestamptz not null,
  office_id uuid,
  settled_by uuid,
  settled_at timestamptz,
  voided_at timestamptz,
  void_reason text not null default '',
  version int not null default 1,
  cause uuid not null,
  constraint remark_pk primary key (district_id, remark_id),
  constraint remark_settled_check check ((status = 'settled') <= (settled_at is not null)),
  constraint remark_voided_check check ((status = 'voided') = (voided_at is not null))
);
create index remark_subject_idx on remark (district_id, subject_id);
create index remark_author_idx on remark (district_id, written_by);
create index remark_mentioned_idx on remark using gin (mentioned) where status = 'open';
comment on table remark is '档案批注：同事之间的留言，不是事实，不参与统计推算';
comment on column remark.district_id is '档案所在区县(分布键)';
comment on column remark.remark_id is '编号';
comment on column remark.subject_kind is 'resident 居民，household 家庭';
comment on column remark.subject_id is '居民或家庭编号';
comment on column remark.about is '批注对象：file 整份档案，field:栏目，event:事项种类:记录编号';
comment on column remark.body is '内容；不得含身份证号码、手机号码';
comment on column remark.mentioned is '提到的同事';
comment on column remark.status is 'open 未办结，settled 已办结，voided 已作废';
comment on column remark.answer is '处理情况';
comment on column remark.written_by is '写批注的人';
comment on column remark.written_at is '写的时间';
comment on column remark.office_id is '写批注的人所在机构';
comment on column remark.settled_by is '办结人';
comment on column remark.settled_at is '办结时间';
comment on column remark.voided_at is '作废时间';
comment on column remark.void_reason is '作废理由';
comment on column remark.version is '修改次数';
comment on column remark.cause is '审计事件';

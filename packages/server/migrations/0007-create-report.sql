-- Report forms of an area and month: the states of design §6.
create table report_form (
  district_id int not null,
  report_id uuid not null,
  form text not null,
  area_id int not null,
  month int not null,
  state text not null constraint report_form_state_check check (state in ('draft', 'submitted', 'accepted', 'closed')),
  due_on date not null,
  submitted_at timestamptz,
  submitted_by uuid,
  submitted_figures jsonb,
  accepted_at timestamptz,
  accepted_by uuid,
  returned_at timestamptz,
  returned_by uuid,
  return_reason text not null default '',
  return_count int not null default 0,
  closed_at timestamptz,
  closed_by uuid,
  closed_figures jsonb,
  digest bytea,
  forced_reason text not null default '',
  version int not null default 1,
  constraint report_form_pk primary key (district_id, report_id),
  constraint report_form_unique unique (district_id, form, area_id, month)
);
comment on table report_form is '报表：待填、已报、已收、锁定';
comment on column report_form.district_id is '区县(分布键)；市为 0';
comment on column report_form.report_id is '编号';
comment on column report_form.form is '报表类别';
comment on column report_form.area_id is '区域';
comment on column report_form.month is '月份';
comment on column report_form.state is '状态';
comment on column report_form.due_on is '应报日期';
comment on column report_form.submitted_at is '上报时间';
comment on column report_form.submitted_by is '上报人';
comment on column report_form.submitted_figures is '上报时的数字';
comment on column report_form.accepted_at is '接收时间';
comment on column report_form.accepted_by is '接收人';
comment on column report_form.returned_at is '退回时间';
comment on column report_form.returned_by is '退回人';
comment on column report_form.return_reason is '退回原因';
comment on column report_form.return_count is '退回次数';
comment on column report_form.closed_at is '锁定时间';
comment on column report_form.closed_by is '锁定人';
comment on column report_form.closed_figures is '锁定的数字';
comment on column report_form.digest is '封存摘要';
comment on column report_form.forced_reason is '到期强制锁定的理由';
comment on column report_form.version is '修改次数';

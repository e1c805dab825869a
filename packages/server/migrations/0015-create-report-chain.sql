-- The chain of reports: the history of every form, the seal of a closed one, reminders and corrections.
alter table report_form add column accepted_figures jsonb;
comment on column report_form.accepted_figures is '接收时的数字';

create table report_event (
  district_id int not null,
  report_id uuid not null,
  event_id uuid not null,
  at timestamptz not null,
  action text not null constraint report_event_action_check check (action in ('submit', 'return', 'accept', 'close')),
  from_state text not null,
  to_state text not null,
  account_id uuid,
  by_name text not null,
  office_name text not null,
  reason text not null default '',
  cells jsonb not null default '[]',
  constraint report_event_pk primary key (district_id, report_id, event_id),
  constraint report_event_report_fk foreign key (district_id, report_id) references report_form (district_id, report_id)
);
comment on table report_event is '报表经过：上报、退回、接收、锁定，逐次留痕';
comment on column report_event.district_id is '区县(分布键)；市为 0';
comment on column report_event.report_id is '报表';
comment on column report_event.event_id is '编号';
comment on column report_event.at is '时间';
comment on column report_event.action is '办理';
comment on column report_event.from_state is '办理前状态';
comment on column report_event.to_state is '办理后状态';
comment on column report_event.account_id is '办理人';
comment on column report_event.by_name is '办理人当时的姓名';
comment on column report_event.office_name is '办理单位当时的名称';
comment on column report_event.reason is '理由';
comment on column report_event.cells is '指出的格子及说明';

create table report_seal (
  district_id int not null,
  report_id uuid not null,
  head text not null,
  document text,
  sealed_at timestamptz not null,
  constraint report_seal_pk primary key (district_id, report_id),
  constraint report_seal_report_fk foreign key (district_id, report_id) references report_form (district_id, report_id)
);
comment on table report_seal is '锁定报表的封存：摘要在报表上，数字由分录重算';
comment on column report_seal.district_id is '区县(分布键)；市为 0';
comment on column report_seal.report_id is '报表';
comment on column report_seal.head is '封存首行：报表、版本、当时的区域名称、报告期、口径';
comment on column report_seal.document is '不由分录产生的报表：封存的全文';
comment on column report_seal.sealed_at is '封存时间';

create table report_reminder (
  district_id int not null,
  reminder_id uuid not null,
  form text not null,
  area_id int not null,
  period text not null,
  reminded_on date not null,
  at timestamptz not null,
  account_id uuid,
  by_name text not null,
  office_name text not null,
  constraint report_reminder_pk primary key (district_id, reminder_id),
  constraint report_reminder_unique unique (district_id, form, area_id, period, reminded_on)
);
comment on table report_reminder is '催报：一表一天至多一次';
comment on column report_reminder.district_id is '区县(分布键)；市为 0';
comment on column report_reminder.reminder_id is '编号';
comment on column report_reminder.form is '报表类别';
comment on column report_reminder.area_id is '被催报的区域';
comment on column report_reminder.period is '报告期';
comment on column report_reminder.reminded_on is '催报日期';
comment on column report_reminder.at is '催报时间';
comment on column report_reminder.account_id is '催报人';
comment on column report_reminder.by_name is '催报人当时的姓名';
comment on column report_reminder.office_name is '催报单位当时的名称';

create table report_correction (
  district_id int not null,
  correction_id uuid not null,
  report_id uuid not null,
  area_id int not null,
  form text not null,
  period text not null,
  row_key text not null,
  column_key text not null,
  measure text not null,
  sealed_value text,
  corrected_value text,
  wrong text not null,
  reason text not null,
  evidence text not null,
  state text not null constraint report_correction_state_check check (state in ('asked', 'accepted', 'refused')),
  asked_at timestamptz not null,
  asked_by uuid,
  asked_by_name text not null,
  asked_office text not null,
  decided_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  decided_office text,
  decision text not null default '',
  version int not null default 1,
  constraint report_correction_pk primary key (district_id, correction_id),
  constraint report_correction_report_fk foreign key (district_id, report_id) references report_form (district_id, report_id)
);
create index report_correction_report_idx on report_correction (district_id, report_id);
comment on table report_correction is '更正单：锁定以后只更正，不改报表';
comment on column report_correction.district_id is '区县(分布键)；市为 0';
comment on column report_correction.correction_id is '编号';
comment on column report_correction.report_id is '报表';
comment on column report_correction.area_id is '区域';
comment on column report_correction.form is '报表类别';
comment on column report_correction.period is '报告期';
comment on column report_correction.row_key is '行';
comment on column report_correction.column_key is '列';
comment on column report_correction.measure is '口径：本期、本年累计、调整';
comment on column report_correction.sealed_value is '封存的数';
comment on column report_correction.corrected_value is '手工格更正后的数；由记录产生的格为空';
comment on column report_correction.wrong is '错在哪里';
comment on column report_correction.reason is '原因';
comment on column report_correction.evidence is '依据';
comment on column report_correction.state is '状态';
comment on column report_correction.asked_at is '提出时间';
comment on column report_correction.asked_by is '提出人';
comment on column report_correction.asked_by_name is '提出人当时的姓名';
comment on column report_correction.asked_office is '提出单位';
comment on column report_correction.decided_at is '决定时间';
comment on column report_correction.decided_by is '决定人';
comment on column report_correction.decided_by_name is '决定人当时的姓名';
comment on column report_correction.decided_office is '决定单位';
comment on column report_correction.decision is '决定的理由';
comment on column report_correction.version is '修改次数';

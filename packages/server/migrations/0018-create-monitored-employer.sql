-- Dynamic monitoring of unemployment: a panel of employers, their months, layoff reports (C04).
create table monitored_employer (
  district_id int not null,
  employer_id uuid not null,
  area_id int not null,
  credit_code text not null,
  name text not null,
  industry text not null,
  key_employer boolean not null,
  contact_name text not null default '',
  phone_cipher text,
  phone_masked text,
  from_on date not null,
  to_on date,
  end_reason text not null default '',
  version int not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint monitored_employer_pk primary key (district_id, employer_id),
  constraint monitored_employer_unique unique (district_id, credit_code),
  constraint monitored_employer_order_check check (to_on is null or to_on >= from_on)
);
create index monitored_employer_area_idx on monitored_employer (district_id, area_id);
comment on table monitored_employer is '失业动态监测企业';
comment on column monitored_employer.district_id is '区县(分布键)；市为 0';
comment on column monitored_employer.employer_id is '编号';
comment on column monitored_employer.area_id is '所在社区(村)';
comment on column monitored_employer.credit_code is '统一社会信用代码';
comment on column monitored_employer.name is '企业名称';
comment on column monitored_employer.industry is '国民经济行业门类';
comment on column monitored_employer.key_employer is '是否重点企业';
comment on column monitored_employer.contact_name is '联系人';
comment on column monitored_employer.phone_cipher is '联系电话密文';
comment on column monitored_employer.phone_masked is '联系电话掩码';
comment on column monitored_employer.from_on is '纳入监测日期';
comment on column monitored_employer.to_on is '退出监测日期(不含)';
comment on column monitored_employer.end_reason is '退出原因';
comment on column monitored_employer.version is '修改次数';
comment on column monitored_employer.created_at is '录入时间';
comment on column monitored_employer.created_by is '录入人';
comment on column monitored_employer.cause is '审计事件';

create table employer_month (
  district_id int not null,
  employer_id uuid not null,
  month int not null,
  staff_start int not null,
  hired int not null,
  departed int not null,
  laid_off int not null,
  staff_end int not null,
  reason text,
  outlook text not null constraint employer_month_outlook_check check (outlook in ('up', 'steady', 'down')),
  note text not null default '',
  reported_at timestamptz not null,
  reported_by uuid,
  version int not null default 1,
  cause uuid not null,
  constraint employer_month_pk primary key (district_id, employer_id, month),
  constraint employer_month_employer_fk foreign key (district_id, employer_id) references monitored_employer (district_id, employer_id),
  constraint employer_month_sum_check check (staff_end = staff_start + hired - departed and laid_off between 0 and departed)
);
create index employer_month_month_idx on employer_month (district_id, month);
comment on table employer_month is '监测企业用工变动月报';
comment on column employer_month.district_id is '区县(分布键)；市为 0';
comment on column employer_month.employer_id is '企业';
comment on column employer_month.month is '月份';
comment on column employer_month.staff_start is '期初人数';
comment on column employer_month.hired is '招用人数';
comment on column employer_month.departed is '减少人数';
comment on column employer_month.laid_off is '其中裁员人数';
comment on column employer_month.staff_end is '期末人数';
comment on column employer_month.reason is '裁员原因';
comment on column employer_month.outlook is '用工预期：增加、持平、减少';
comment on column employer_month.note is '说明';
comment on column employer_month.reported_at is '填报时间';
comment on column employer_month.reported_by is '填报人';
comment on column employer_month.version is '修改次数';
comment on column employer_month.cause is '审计事件';

create table layoff_report (
  district_id int not null,
  layoff_id uuid not null,
  employer_id uuid not null,
  told_on date not null,
  planned_on date not null,
  persons int not null,
  staff int not null,
  reason text not null,
  plan_filed boolean not null,
  large boolean not null,
  state text not null constraint layoff_report_state_check check (state in ('received', 'followed', 'closed')),
  follow_up text not null default '',
  followed_at timestamptz,
  followed_by uuid,
  result text not null default '',
  reported_at timestamptz not null,
  reported_by uuid,
  version int not null default 1,
  cause uuid not null,
  constraint layoff_report_pk primary key (district_id, layoff_id),
  constraint layoff_report_employer_fk foreign key (district_id, employer_id) references monitored_employer (district_id, employer_id)
);
create index layoff_report_employer_idx on layoff_report (district_id, employer_id);
comment on table layoff_report is '裁员报告与跟进';
comment on column layoff_report.district_id is '区县(分布键)；市为 0';
comment on column layoff_report.layoff_id is '编号';
comment on column layoff_report.employer_id is '企业';
comment on column layoff_report.told_on is '向职工说明情况日期';
comment on column layoff_report.planned_on is '裁减日期';
comment on column layoff_report.persons is '裁减人数';
comment on column layoff_report.staff is '职工总数';
comment on column layoff_report.reason is '裁减原因';
comment on column layoff_report.plan_filed is '裁减方案是否已向人社部门报告';
comment on column layoff_report.large is '是否规模裁员';
comment on column layoff_report.state is '状态';
comment on column layoff_report.follow_up is '跟进情况';
comment on column layoff_report.followed_at is '跟进时间';
comment on column layoff_report.followed_by is '跟进人';
comment on column layoff_report.result is '办结结果';
comment on column layoff_report.reported_at is '登记时间';
comment on column layoff_report.reported_by is '登记人';
comment on column layoff_report.version is '修改次数';
comment on column layoff_report.cause is '审计事件';

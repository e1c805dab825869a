-- The ledger of kernel.md: facts, totals, periods, balances, roll-ups, duties, flags. Written by book() alone.
create table fact (
  district_id int not null,
  subject_id uuid not null,
  id bigint generated always as identity,
  indicator text not null,
  area_id int not null,
  cell text not null,
  effective_on date not null,
  booked_month int not null,
  quantity bigint not null,
  record_id uuid not null,
  cause uuid not null,
  constraint fact_pk primary key (district_id, subject_id, id)
);
create index fact_drill_idx on fact (district_id, area_id, indicator, booked_month);
comment on table fact is '统计分录，只增不改';
comment on column fact.district_id is '区域所在区县(分布键)';
comment on column fact.subject_id is '居民或家庭';
comment on column fact.id is '流水号';
comment on column fact.indicator is '指标';
comment on column fact.area_id is '社区(村)';
comment on column fact.cell is '分组，空为合计';
comment on column fact.effective_on is '发生日期';
comment on column fact.booked_month is '入账月份 YYYYMM';
comment on column fact.quantity is '数量';
comment on column fact.record_id is '开启该时段的登记';
comment on column fact.cause is '审计事件';

create table fact_total (
  district_id int not null,
  area_id int not null,
  indicator text not null,
  cell text not null,
  booked_month int not null,
  effective_month int not null,
  quantity bigint not null,
  constraint fact_total_pk primary key (district_id, area_id, indicator, cell, booked_month, effective_month)
) with (fillfactor = 70);
create index fact_total_month_idx on fact_total (district_id, booked_month, area_id, indicator) include (effective_month, quantity);
comment on table fact_total is '分录合计(仅社区一级)';
comment on column fact_total.district_id is '区县(分布键)';
comment on column fact_total.area_id is '社区(村)';
comment on column fact_total.indicator is '指标';
comment on column fact_total.cell is '分组';
comment on column fact_total.booked_month is '入账月份';
comment on column fact_total.effective_month is '发生月份';
comment on column fact_total.quantity is '数量';

create table area_period (
  district_id int not null,
  area_id int not null,
  opening_month int not null,
  closed_through int not null,
  constraint area_period_pk primary key (district_id, area_id)
) with (fillfactor = 50);
comment on table area_period is '社区(村)账期';
comment on column area_period.district_id is '区县(分布键)';
comment on column area_period.area_id is '社区(村)';
comment on column area_period.opening_month is '启用月份，以前为期初';
comment on column area_period.closed_through is '已关账至 YYYYMM';

create table closing_balance (
  district_id int not null,
  month int not null,
  area_id int not null,
  indicator text not null,
  cell text not null,
  quantity bigint not null,
  constraint closing_balance_pk primary key (district_id, month, area_id, indicator, cell)
);
comment on table closing_balance is '关账余额，写后不变';
comment on column closing_balance.district_id is '区县(分布键)';
comment on column closing_balance.month is '月份';
comment on column closing_balance.area_id is '社区(村)';
comment on column closing_balance.indicator is '指标';
comment on column closing_balance.cell is '分组';
comment on column closing_balance.quantity is '余额';

create table closing_age_band (
  district_id int not null,
  month int not null,
  area_id int not null,
  indicator text not null,
  sex text not null,
  band text not null,
  quantity bigint not null,
  constraint closing_age_band_pk primary key (district_id, month, area_id, indicator, sex, band)
);
comment on table closing_age_band is '关账时冻结的存量年龄段';
comment on column closing_age_band.district_id is '区县(分布键)';
comment on column closing_age_band.month is '月份';
comment on column closing_age_band.area_id is '社区(村)';
comment on column closing_age_band.indicator is '指标';
comment on column closing_age_band.sex is '性别';
comment on column closing_age_band.band is '年龄段';
comment on column closing_age_band.quantity is '人数';

create table report_rollup (
  district_id int not null,
  month int not null,
  area_id int not null,
  indicator text not null,
  cell text not null,
  own bigint not null,
  adjustment bigint not null,
  prior_year bigint not null,
  ytd bigint not null,
  stock bigint not null,
  constraint report_rollup_pk primary key (district_id, month, area_id, indicator, cell)
);
comment on table report_rollup is '关账汇总(社区、街道、区、市)，写后不变';
comment on column report_rollup.district_id is '区县(分布键)；市为 0';
comment on column report_rollup.month is '月份';
comment on column report_rollup.area_id is '区域';
comment on column report_rollup.indicator is '指标';
comment on column report_rollup.cell is '分组';
comment on column report_rollup.own is '本月发生';
comment on column report_rollup.adjustment is '本年以前月份调整';
comment on column report_rollup.prior_year is '以前年度调整';
comment on column report_rollup.ytd is '本年累计';
comment on column report_rollup.stock is '期末数';

create table duty (
  district_id int not null,
  subject_id uuid not null,
  kind text not null,
  anchor uuid not null,
  area_id int not null,
  appears_on date not null,
  due_on date not null,
  done_on date,
  done_by_record uuid,
  constraint duty_pk primary key (district_id, subject_id, kind, anchor)
);
create index duty_open_idx on duty (district_id, area_id, due_on) where done_on is null;
comment on table duty is '待办(推导所得的投影)';
comment on column duty.district_id is '对象所在区县(分布键)';
comment on column duty.subject_id is '居民或家庭';
comment on column duty.kind is '类别';
comment on column duty.anchor is '起因登记';
comment on column duty.area_id is '社区(村)';
comment on column duty.appears_on is '出现日';
comment on column duty.due_on is '到期日';
comment on column duty.done_on is '完成日';
comment on column duty.done_by_record is '完成凭据';

create table flag (
  district_id int not null,
  subject_id uuid not null,
  kind text not null,
  anchor uuid not null,
  area_id int not null,
  from_on date not null,
  to_on date,
  constraint flag_pk primary key (district_id, subject_id, kind, anchor)
);
create index flag_kind_idx on flag (district_id, area_id, kind, from_on);
comment on table flag is '标识(推导所得的投影)：符合何种条件';
comment on column flag.district_id is '对象所在区县(分布键)';
comment on column flag.subject_id is '居民或家庭';
comment on column flag.kind is '类别';
comment on column flag.anchor is '起因';
comment on column flag.area_id is '社区(村)';
comment on column flag.from_on is '起';
comment on column flag.to_on is '止(不含)';

create table derivation_version (
  version int not null,
  reason text not null,
  base_indicator text,
  from_on date,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint derivation_version_pk primary key (version)
);
comment on table derivation_version is '推导版本：参数或区划变化后的重算批次';
comment on column derivation_version.version is '版本';
comment on column derivation_version.reason is '原因';
comment on column derivation_version.base_indicator is '候选范围的指标';
comment on column derivation_version.from_on is '自何日起受影响';
comment on column derivation_version.created_at is '建立时间';
comment on column derivation_version.finished_at is '完成时间';

-- The quality of files: what stands of each community, counted anew in the background, and how it stood when a month was closed (ADR 0033).
create table quality_standing (
  district_id int not null,
  area_id int not null,
  counted_at timestamptz not null,
  basis text not null,
  people int not null,
  households int not null,
  flawed int not null,
  counts jsonb not null,
  constraint quality_standing_pk primary key (district_id, area_id)
);
comment on table quality_standing is '档案质量现状：各社区最近一次统计，后台重算';
comment on column quality_standing.district_id is '区县(分布键)';
comment on column quality_standing.area_id is '社区';
comment on column quality_standing.counted_at is '统计时间';
comment on column quality_standing.basis is '统计所依规则、期限和日期的摘要；不同即重算';
comment on column quality_standing.people is '居民数';
comment on column quality_standing.households is '家庭数';
comment on column quality_standing.flawed is '待补正份数';
comment on column quality_standing.counts is '各规则的应查、待补正份数和各部分的待补正份数';

create table quality_month (
  district_id int not null,
  month int not null,
  area_id int not null,
  counted_on date not null,
  people int not null,
  households int not null,
  flawed int not null,
  completeness_checked bigint not null,
  completeness_sound bigint not null,
  freshness_checked bigint not null,
  freshness_sound bigint not null,
  consistency_checked bigint not null,
  consistency_sound bigint not null,
  constraint quality_month_pk primary key (district_id, month, area_id)
);
create index quality_month_area_idx on quality_month (district_id, area_id, month);
comment on table quality_month is '档案质量月度留存：锁定月份时各社区的加权份数，写入后不变';
comment on column quality_month.district_id is '区县(分布键)';
comment on column quality_month.month is '月份 YYYYMM';
comment on column quality_month.area_id is '社区';
comment on column quality_month.counted_on is '统计日期';
comment on column quality_month.people is '居民数';
comment on column quality_month.households is '家庭数';
comment on column quality_month.flawed is '待补正份数';
comment on column quality_month.completeness_checked is '完整度：权重×应查份数之和';
comment on column quality_month.completeness_sound is '完整度：权重×无误份数之和';
comment on column quality_month.freshness_checked is '鲜活度：权重×应查份数之和';
comment on column quality_month.freshness_sound is '鲜活度：权重×无误份数之和';
comment on column quality_month.consistency_checked is '一致性：权重×应查份数之和';
comment on column quality_month.consistency_sound is '一致性：权重×无误份数之和';

-- Areas, their dated attributes, successions, parameters, working-day calendar. Reference tables (scale-out R12): no district_id key.
create extension if not exists pg_trgm;

create table area (
  area_id int primary key,
  kind text not null constraint area_kind_check check (kind in ('province', 'city', 'district', 'street', 'community')),
  district_id int not null,
  created_at timestamptz not null
);
comment on table area is '行政区域(稳定编号)：代码、名称、上级是有日期的属性';
comment on column area.area_id is '区域稳定编号，永不改变';
comment on column area.kind is '级别：省、市、区县、街道乡镇、社区村';
comment on column area.district_id is '所属区县的稳定编号(分布键)；市及以上为 0';
comment on column area.created_at is '建立时间';

create table area_version (
  area_id int not null constraint area_version_area_fk references area (area_id),
  from_on date not null,
  to_on date,
  code text not null,
  name text not null,
  parent_id int constraint area_version_parent_fk references area (area_id),
  urban_rural text,
  pinyin text not null default '',
  constraint area_version_pk primary key (area_id, from_on),
  constraint area_version_order_check check (to_on is null or to_on > from_on)
);
create index area_version_parent_idx on area_version (parent_id);
create index area_version_code_idx on area_version (code);
comment on table area_version is '区域属性时段：代码、名称、上级、城乡分类';
comment on column area_version.area_id is '区域';
comment on column area_version.from_on is '生效日';
comment on column area_version.to_on is '失效日(不含)';
comment on column area_version.code is '12 位统计用区划代码';
comment on column area_version.name is '名称';
comment on column area_version.parent_id is '上级区域';
comment on column area_version.urban_rural is '城乡分类代码';
comment on column area_version.pinyin is '名称拼音与首字母(检索用)';

create table area_succession (
  area_id int not null constraint area_succession_area_fk references area (area_id),
  into_area_id int not null constraint area_succession_into_fk references area (area_id),
  effective_on date not null,
  booked_month int not null,
  constraint area_succession_pk primary key (area_id)
);
create index area_succession_into_idx on area_succession (into_area_id);
comment on table area_succession is '区域沿革：撤并后由谁承接';
comment on column area_succession.area_id is '被撤并的区域';
comment on column area_succession.into_area_id is '承接区域';
comment on column area_succession.effective_on is '生效日';
comment on column area_succession.booked_month is '入账月份 YYYYMM';

create table parameter (
  parameter_id uuid primary key,
  key text not null,
  area_id int not null,
  from_on date not null,
  to_on date,
  value jsonb not null,
  unit text not null default '',
  source text not null,
  certainty text not null default '',
  created_at timestamptz not null,
  created_by uuid,
  constraint parameter_key_unique unique (key, area_id, from_on)
);
comment on table parameter is '政策参数时间线：省、市、区逐级继承';
comment on column parameter.parameter_id is '编号';
comment on column parameter.key is '参数名';
comment on column parameter.area_id is '适用区域；0 为全国';
comment on column parameter.from_on is '生效日';
comment on column parameter.to_on is '失效日(不含)';
comment on column parameter.value is '值';
comment on column parameter.unit is '单位';
comment on column parameter.source is '依据';
comment on column parameter.certainty is '确定程度';
comment on column parameter.created_at is '录入时间';
comment on column parameter.created_by is '录入人';

create table calendar_day (
  on_date date primary key,
  kind text not null constraint calendar_day_kind_check check (kind in ('off', 'work')),
  name text not null,
  source text not null default ''
);
comment on table calendar_day is '工作日历：法定休息日与调休上班日';
comment on column calendar_day.on_date is '日期';
comment on column calendar_day.kind is 'off 休息，work 上班';
comment on column calendar_day.name is '节日';
comment on column calendar_day.source is '通知文号';

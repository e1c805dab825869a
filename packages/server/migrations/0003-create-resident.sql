-- Residents, households and the dated records about them. district_id first in every key (scale-out R1).
create table resident (
  district_id int not null,
  resident_id uuid not null,
  area_id int not null,
  name text not null,
  name_pinyin text not null,
  name_initials text not null,
  citizen_id_cipher text not null,
  citizen_id_masked text not null,
  citizen_id_index bytea not null,
  sex text not null constraint resident_sex_check check (sex in ('1', '2')),
  birth_on date not null,
  phone_cipher text,
  phone_masked text,
  phone_index bytea,
  address text not null default '',
  hukou_type text,
  education text,
  ethnicity text,
  marital text,
  political text,
  skill_level text,
  retirement_category text,
  note text not null default '',
  registered_on date not null,
  ended_on date,
  end_reason text constraint resident_end_reason_check check (end_reason in ('death', 'moved-out')),
  died_on date,
  voided_at timestamptz,
  past_districts int[] not null default '{}',
  derived_version int not null default 0,
  version int not null default 1,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  modified_at timestamptz not null,
  modified_by uuid,
  constraint resident_pk primary key (district_id, resident_id)
);
create index resident_area_name_idx on resident (district_id, area_id, name text_pattern_ops) where voided_at is null;
create index resident_name_idx on resident (name text_pattern_ops, district_id) where voided_at is null;
create index resident_initials_idx on resident (name_initials text_pattern_ops, district_id) where voided_at is null;
create index resident_pinyin_idx on resident (name_pinyin text_pattern_ops, district_id) where voided_at is null;
create index resident_citizen_idx on resident (district_id, citizen_id_index);
create index resident_phone_idx on resident (district_id, phone_index) where phone_index is not null;
create index resident_batch_idx on resident (district_id, import_batch_id) where import_batch_id is not null;
comment on table resident is '居民';
comment on column resident.district_id is '区县(分布键)';
comment on column resident.resident_id is '居民编号，终身不变';
comment on column resident.area_id is '现居社区(村)';
comment on column resident.name is '姓名';
comment on column resident.name_pinyin is '姓名全拼(无空格)';
comment on column resident.name_initials is '姓名首字母(多音字以空格分隔多种)';
comment on column resident.citizen_id_cipher is '公民身份号码密文';
comment on column resident.citizen_id_masked is '公民身份号码掩码';
comment on column resident.citizen_id_index is '公民身份号码盲索引';
comment on column resident.sex is '性别 GB/T 2261.1';
comment on column resident.birth_on is '出生日期';
comment on column resident.phone_cipher is '电话密文';
comment on column resident.phone_masked is '电话掩码';
comment on column resident.phone_index is '电话盲索引';
comment on column resident.address is '住址';
comment on column resident.hukou_type is '户口性质 AAC009';
comment on column resident.education is '文化程度 GB/T 4658';
comment on column resident.ethnicity is '民族 GB/T 3304';
comment on column resident.marital is '婚姻状况 GB/T 2261.2';
comment on column resident.political is '政治面貌 GB/T 4762';
comment on column resident.skill_level is '技能等级';
comment on column resident.retirement_category is '退休类别 M60/F55/F50';
comment on column resident.note is '备注';
comment on column resident.registered_on is '建档日期';
comment on column resident.ended_on is '销档日期';
comment on column resident.end_reason is '销档原因';
comment on column resident.died_on is '死亡日期';
comment on column resident.voided_at is '作废时间';
comment on column resident.past_districts is '曾有账目的区县';
comment on column resident.derived_version is '已推导的参数版本';
comment on column resident.version is '修改次数';
comment on column resident.import_batch_id is '导入批次';
comment on column resident.created_at is '录入时间';
comment on column resident.created_by is '录入人';
comment on column resident.modified_at is '修改时间';
comment on column resident.modified_by is '修改人';

create table citizen_registry (
  citizen_id_index bytea not null,
  district_id int not null,
  resident_id uuid not null,
  constraint citizen_registry_pk primary key (citizen_id_index)
);
create index citizen_registry_resident_idx on citizen_registry (resident_id);
comment on table citizen_registry is '全市身份唯一登记(盲索引)';
comment on column citizen_registry.citizen_id_index is '公民身份号码盲索引';
comment on column citizen_registry.district_id is '所在区县';
comment on column citizen_registry.resident_id is '居民';

create table resident_change (
  district_id int not null,
  change_id uuid not null,
  resident_id uuid not null,
  field text not null,
  old_value text,
  new_value text,
  changed_at timestamptz not null,
  changed_by uuid,
  cause uuid not null,
  constraint resident_change_pk primary key (district_id, change_id),
  constraint resident_change_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index resident_change_resident_idx on resident_change (district_id, resident_id, changed_at desc);
comment on table resident_change is '居民信息逐项变更历史(敏感项只存掩码)';
comment on column resident_change.district_id is '区县(分布键)';
comment on column resident_change.change_id is '编号';
comment on column resident_change.resident_id is '居民';
comment on column resident_change.field is '字段';
comment on column resident_change.old_value is '原值';
comment on column resident_change.new_value is '新值';
comment on column resident_change.changed_at is '时间';
comment on column resident_change.changed_by is '操作人';
comment on column resident_change.cause is '审计事件';

create table residence (
  district_id int not null,
  residence_id uuid not null,
  resident_id uuid not null,
  area_id int not null,
  address text not null default '',
  from_on date not null,
  to_on date,
  reason text not null,
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint residence_pk primary key (district_id, residence_id),
  constraint residence_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index residence_resident_idx on residence (district_id, resident_id);
comment on table residence is '居住时段(统计归属)；存放于居民现在的区县';
comment on column residence.district_id is '区县(分布键)';
comment on column residence.residence_id is '编号';
comment on column residence.resident_id is '居民';
comment on column residence.area_id is '社区(村)';
comment on column residence.address is '住址';
comment on column residence.from_on is '起';
comment on column residence.to_on is '止(不含)';
comment on column residence.reason is '原因：建档、迁移、并户';
comment on column residence.voided_at is '作废时间';
comment on column residence.created_at is '录入时间';
comment on column residence.created_by is '录入人';
comment on column residence.cause is '审计事件';

create table household (
  district_id int not null,
  household_id uuid not null,
  area_id int not null,
  number text not null default '',
  kind text not null default 'family' constraint household_kind_check check (kind in ('family', 'collective')),
  address text not null default '',
  member_districts int[] not null default '{}',
  past_districts int[] not null default '{}',
  derived_version int not null default 0,
  voided_at timestamptz,
  ended_on date,
  version int not null default 1,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  constraint household_pk primary key (district_id, household_id)
);
create index household_area_idx on household (district_id, area_id, number);
create index household_batch_idx on household (district_id, import_batch_id) where import_batch_id is not null;
comment on table household is '家庭户';
comment on column household.district_id is '区县(分布键)';
comment on column household.household_id is '编号';
comment on column household.area_id is '社区(村)';
comment on column household.number is '户编号';
comment on column household.kind is 'family 家庭户，collective 集体户';
comment on column household.address is '住址';
comment on column household.member_districts is '成员所在区县';
comment on column household.past_districts is '曾有账目的区县';
comment on column household.derived_version is '已推导的参数版本';
comment on column household.voided_at is '作废时间';
comment on column household.ended_on is '撤户日期';
comment on column household.version is '修改次数';
comment on column household.import_batch_id is '导入批次';
comment on column household.created_at is '录入时间';
comment on column household.created_by is '录入人';

create table household_member (
  district_id int not null,
  member_id uuid not null,
  resident_id uuid not null,
  household_district int not null,
  household_id uuid not null,
  relation text not null,
  from_on date not null,
  to_on date,
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint household_member_pk primary key (district_id, member_id),
  constraint household_member_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index household_member_resident_idx on household_member (district_id, resident_id);
create index household_member_household_idx on household_member (district_id, household_id);
comment on table household_member is '家庭成员时段；存放于居民的区县';
comment on column household_member.district_id is '居民的区县(分布键)';
comment on column household_member.member_id is '编号';
comment on column household_member.resident_id is '居民';
comment on column household_member.household_district is '家庭户的区县';
comment on column household_member.household_id is '家庭户';
comment on column household_member.relation is '与户主关系 GB/T 4761；02 户主';
comment on column household_member.from_on is '起';
comment on column household_member.to_on is '止(不含)';
comment on column household_member.voided_at is '作废时间';
comment on column household_member.created_at is '录入时间';
comment on column household_member.created_by is '录入人';
comment on column household_member.cause is '审计事件';

create table transfer_request (
  district_id int not null,
  request_id uuid not null,
  resident_id uuid not null,
  from_area_id int not null,
  to_district int not null,
  to_area_id int not null,
  reason text not null,
  status text not null constraint transfer_request_status_check check (status in ('asked', 'agreed', 'refused', 'withdrawn')),
  asked_at timestamptz not null,
  asked_by uuid,
  decided_at timestamptz,
  decided_by uuid,
  decision_note text not null default '',
  constraint transfer_request_pk primary key (district_id, request_id)
);
create index transfer_request_from_idx on transfer_request (district_id, from_area_id, status);
create index transfer_request_to_idx on transfer_request (to_district, to_area_id, status);
comment on table transfer_request is '转入申请：别的社区已建档时请对方同意转出';
comment on column transfer_request.district_id is '居民现在的区县(分布键)';
comment on column transfer_request.request_id is '编号';
comment on column transfer_request.resident_id is '居民';
comment on column transfer_request.from_area_id is '现在社区';
comment on column transfer_request.to_district is '申请方区县';
comment on column transfer_request.to_area_id is '申请方社区';
comment on column transfer_request.reason is '理由';
comment on column transfer_request.status is '状态';
comment on column transfer_request.asked_at is '申请时间';
comment on column transfer_request.asked_by is '申请人';
comment on column transfer_request.decided_at is '决定时间';
comment on column transfer_request.decided_by is '决定人';
comment on column transfer_request.decision_note is '说明';

-- Retirees of enterprises in the care of the community, and the confirmations that their pension is still due.
create table retiree_care (
  district_id int not null,
  care_id uuid not null,
  resident_id uuid not null,
  retired_on date not null,
  former_employer text not null,
  pension text not null,
  handed_over_on date not null,
  last_confirmed_on date,
  file_place text not null default '',
  file_number text not null default '',
  living text not null,
  disabled boolean not null,
  party_member boolean not null,
  note text not null default '',
  ended_on date,
  end_reason text,
  end_note text not null default '',
  version int not null default 1,
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint retiree_care_pk primary key (district_id, care_id),
  constraint retiree_care_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id),
  constraint retiree_care_end_check check (ended_on >= handed_over_on)
);
create index retiree_care_resident_idx on retiree_care (district_id, resident_id);
comment on table retiree_care is '企业退休人员社区管理';
comment on column retiree_care.district_id is '区县(分布键)';
comment on column retiree_care.care_id is '编号';
comment on column retiree_care.resident_id is '居民';
comment on column retiree_care.retired_on is '退休日期';
comment on column retiree_care.former_employer is '原工作单位';
comment on column retiree_care.pension is '养老待遇种类';
comment on column retiree_care.handed_over_on is '移交社区日期';
comment on column retiree_care.last_confirmed_on is '移交前最近一次领取资格认证';
comment on column retiree_care.file_place is '人事档案存放处';
comment on column retiree_care.file_number is '人事档案编号';
comment on column retiree_care.living is '居住状况';
comment on column retiree_care.disabled is '是否残疾';
comment on column retiree_care.party_member is '是否中共党员(组织关系转入社区)';
comment on column retiree_care.note is '备注';
comment on column retiree_care.ended_on is '结束管理日期(不含)';
comment on column retiree_care.end_reason is '结束管理原因';
comment on column retiree_care.end_note is '结束管理说明';
comment on column retiree_care.version is '修改次数';
comment on column retiree_care.voided_at is '作废时间';
comment on column retiree_care.created_at is '录入时间';
comment on column retiree_care.created_by is '录入人';
comment on column retiree_care.cause is '审计事件';

create table eligibility_confirmation (
  district_id int not null,
  confirmation_id uuid not null,
  resident_id uuid not null,
  confirmed_on date not null,
  way text not null,
  result text not null,
  confirmed boolean not null,
  note text not null default '',
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint eligibility_confirmation_pk primary key (district_id, confirmation_id),
  constraint eligibility_confirmation_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index eligibility_confirmation_resident_idx on eligibility_confirmation (district_id, resident_id, confirmed_on desc);
comment on table eligibility_confirmation is '养老待遇领取资格认证';
comment on column eligibility_confirmation.district_id is '区县(分布键)';
comment on column eligibility_confirmation.confirmation_id is '编号';
comment on column eligibility_confirmation.resident_id is '居民';
comment on column eligibility_confirmation.confirmed_on is '认证日期';
comment on column eligibility_confirmation.way is '认证方式';
comment on column eligibility_confirmation.result is '认证结果';
comment on column eligibility_confirmation.confirmed is '是否认证通过';
comment on column eligibility_confirmation.note is '备注';
comment on column eligibility_confirmation.voided_at is '作废时间';
comment on column eligibility_confirmation.created_at is '录入时间';
comment on column eligibility_confirmation.created_by is '录入人';
comment on column eligibility_confirmation.cause is '审计事件';

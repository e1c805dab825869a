-- Records of employment and unemployment, contacts, certificates, ability and wish, hardship marks as recorded.
create table unemployment_registration (
  district_id int not null,
  registration_id uuid not null,
  resident_id uuid not null,
  area_id int not null,
  registered_on date not null,
  reason text not null,
  nature text not null constraint unemployment_registration_nature_check check (nature in ('1', '2')),
  channel text not null default 'community',
  unemployed_since date not null,
  job_wish text not null default '',
  training_wish text not null default '',
  promise_signed boolean not null default false,
  ended_on date,
  end_reason text,
  end_evidence text,
  end_note text not null default '',
  end_recorded_at timestamptz,
  end_recorded_by uuid,
  end_cause uuid,
  voided_at timestamptz,
  void_reason text,
  version int not null default 1,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint unemployment_registration_pk primary key (district_id, registration_id),
  constraint unemployment_registration_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id),
  constraint unemployment_registration_order_check check (ended_on is null or ended_on >= registered_on)
);
create unique index unemployment_registration_open_unique on unemployment_registration (district_id, resident_id) where ended_on is null and voided_at is null;
create index unemployment_registration_resident_idx on unemployment_registration (district_id, resident_id);
comment on table unemployment_registration is '失业登记';
comment on column unemployment_registration.district_id is '区县(分布键)';
comment on column unemployment_registration.registration_id is '编号';
comment on column unemployment_registration.resident_id is '居民';
comment on column unemployment_registration.area_id is '登记地社区(村)';
comment on column unemployment_registration.registered_on is '登记日期';
comment on column unemployment_registration.reason is '失业原因';
comment on column unemployment_registration.nature is '1 就业转失业，2 新成长失业';
comment on column unemployment_registration.channel is '受理渠道';
comment on column unemployment_registration.unemployed_since is '失业日期';
comment on column unemployment_registration.job_wish is '求职意向';
comment on column unemployment_registration.training_wish is '培训意向';
comment on column unemployment_registration.promise_signed is '已签书面承诺';
comment on column unemployment_registration.ended_on is '注销日期';
comment on column unemployment_registration.end_reason is '注销原因';
comment on column unemployment_registration.end_evidence is '注销凭据';
comment on column unemployment_registration.end_note is '注销说明';
comment on column unemployment_registration.end_recorded_at is '注销录入时间';
comment on column unemployment_registration.end_recorded_by is '注销录入人';
comment on column unemployment_registration.end_cause is '注销的审计事件';
comment on column unemployment_registration.voided_at is '作废时间';
comment on column unemployment_registration.void_reason is '作废原因';
comment on column unemployment_registration.version is '修改次数';
comment on column unemployment_registration.import_batch_id is '导入批次';
comment on column unemployment_registration.created_at is '录入时间';
comment on column unemployment_registration.created_by is '录入人';
comment on column unemployment_registration.cause is '审计事件';

create table registration_change (
  district_id int not null,
  change_id uuid not null,
  resident_id uuid not null,
  record_kind text not null,
  record_id uuid not null,
  action text not null,
  before jsonb not null,
  after jsonb not null,
  reason text not null default '',
  changed_at timestamptz not null,
  changed_by uuid,
  cause uuid not null,
  constraint registration_change_pk primary key (district_id, change_id),
  constraint registration_change_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index registration_change_resident_idx on registration_change (district_id, resident_id, changed_at desc);
comment on table registration_change is '登记的变更、注销、恢复、作废历史';
comment on column registration_change.district_id is '区县(分布键)';
comment on column registration_change.change_id is '编号';
comment on column registration_change.resident_id is '居民';
comment on column registration_change.record_kind is '登记类别';
comment on column registration_change.record_id is '登记编号';
comment on column registration_change.action is '动作';
comment on column registration_change.before is '变更前';
comment on column registration_change.after is '变更后';
comment on column registration_change.reason is '理由';
comment on column registration_change.changed_at is '时间';
comment on column registration_change.changed_by is '操作人';
comment on column registration_change.cause is '审计事件';

create table employment (
  district_id int not null,
  employment_id uuid not null,
  resident_id uuid not null,
  area_id int not null,
  type text not null,
  urban boolean not null,
  employer_name text not null default '',
  employer_code text,
  occupation text,
  industry text,
  platform_work boolean not null default false,
  proof text not null default '',
  started_on date not null,
  reported_on date not null,
  report_late boolean not null default false,
  ended_on date,
  end_reason text,
  end_reported_on date,
  end_late boolean not null default false,
  end_cause uuid,
  voided_at timestamptz,
  void_reason text,
  version int not null default 1,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint employment_pk primary key (district_id, employment_id),
  constraint employment_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id),
  constraint employment_order_check check (ended_on is null or ended_on >= started_on)
);
create index employment_resident_idx on employment (district_id, resident_id);
comment on table employment is '就业登记';
comment on column employment.district_id is '区县(分布键)';
comment on column employment.employment_id is '编号';
comment on column employment.resident_id is '居民';
comment on column employment.area_id is '登记地社区(村)';
comment on column employment.type is '就业类型 10–50';
comment on column employment.urban is '城镇就业(按就业地城乡分类)';
comment on column employment.employer_name is '单位名称';
comment on column employment.employer_code is '统一社会信用代码';
comment on column employment.occupation is '职业';
comment on column employment.industry is '行业';
comment on column employment.platform_work is '新就业形态(平台)';
comment on column employment.proof is '证明材料';
comment on column employment.started_on is '就业日期';
comment on column employment.reported_on is '办理登记日期';
comment on column employment.report_late is '超过规定期限办理';
comment on column employment.ended_on is '终止日期';
comment on column employment.end_reason is '终止原因';
comment on column employment.end_reported_on is '终止办理日期';
comment on column employment.end_late is '终止超期办理';
comment on column employment.end_cause is '终止的审计事件';
comment on column employment.voided_at is '作废时间';
comment on column employment.void_reason is '作废原因';
comment on column employment.version is '修改次数';
comment on column employment.import_batch_id is '导入批次';
comment on column employment.created_at is '录入时间';
comment on column employment.created_by is '录入人';
comment on column employment.cause is '审计事件';

create table contact (
  district_id int not null,
  contact_id uuid not null,
  resident_id uuid not null,
  registration_id uuid,
  contacted_on date not null,
  way text not null,
  outcome text not null,
  reached boolean not null,
  service text,
  note text not null default '',
  next_on date,
  voided_at timestamptz,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint contact_pk primary key (district_id, contact_id),
  constraint contact_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index contact_resident_idx on contact (district_id, resident_id, contacted_on desc);
comment on table contact is '联系与走访、服务记录';
comment on column contact.district_id is '区县(分布键)';
comment on column contact.contact_id is '编号';
comment on column contact.resident_id is '居民';
comment on column contact.registration_id is '对应失业登记';
comment on column contact.contacted_on is '日期';
comment on column contact.way is '方式：电话、上门、窗口';
comment on column contact.outcome is '结果代码';
comment on column contact.reached is '联系上';
comment on column contact.service is '提供的服务(服务计划五项)';
comment on column contact.note is '备注';
comment on column contact.next_on is '下次日期';
comment on column contact.voided_at is '作废时间';
comment on column contact.import_batch_id is '导入批次';
comment on column contact.created_at is '录入时间';
comment on column contact.created_by is '录入人';
comment on column contact.cause is '审计事件';

create table certificate (
  district_id int not null,
  certificate_id uuid not null,
  resident_id uuid not null,
  area_id int not null,
  number text not null,
  scheme text not null,
  issued_on date not null,
  copy_number int not null default 1,
  verification_code text not null,
  status text not null constraint certificate_status_check check (status in ('valid', 'replaced', 'void')),
  status_on date,
  status_reason text not null default '',
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint certificate_pk primary key (district_id, certificate_id),
  constraint certificate_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create unique index certificate_valid_unique on certificate (district_id, resident_id) where status = 'valid';
create index certificate_resident_idx on certificate (district_id, resident_id);
create index certificate_number_idx on certificate (number, district_id);
comment on table certificate is '就业创业证';
comment on column certificate.district_id is '区县(分布键)';
comment on column certificate.certificate_id is '编号';
comment on column certificate.resident_id is '居民';
comment on column certificate.area_id is '发证社区(村)';
comment on column certificate.number is '证号，一人一号终身不变';
comment on column certificate.scheme is '编号规则';
comment on column certificate.issued_on is '发证日期';
comment on column certificate.copy_number is '第几次发放';
comment on column certificate.verification_code is '验证码';
comment on column certificate.status is '状态';
comment on column certificate.status_on is '状态日期';
comment on column certificate.status_reason is '补发或作废原因';
comment on column certificate.created_at is '录入时间';
comment on column certificate.created_by is '录入人';
comment on column certificate.cause is '审计事件';

create table certificate_registry (
  verification_code text not null,
  district_id int not null,
  certificate_id uuid not null,
  constraint certificate_registry_pk primary key (verification_code)
);
comment on table certificate_registry is '验证码全市唯一登记(公开核验入口)';
comment on column certificate_registry.verification_code is '验证码';
comment on column certificate_registry.district_id is '区县';
comment on column certificate_registry.certificate_id is '证件';

create table certificate_serial (
  district_id int not null,
  year int not null,
  last int not null,
  constraint certificate_serial_pk primary key (district_id, year)
);
comment on table certificate_serial is '证号流水：区县、年度';
comment on column certificate_serial.district_id is '区县(分布键)';
comment on column certificate_serial.year is '年度';
comment on column certificate_serial.last is '已用最大流水号';

create table ability_wish (
  district_id int not null,
  ability_id uuid not null,
  resident_id uuid not null,
  able boolean not null,
  willing boolean not null,
  from_on date not null,
  evidence text not null default '',
  voided_at timestamptz,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint ability_wish_pk primary key (district_id, ability_id),
  constraint ability_wish_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index ability_wish_resident_idx on ability_wish (district_id, resident_id, from_on);
comment on table ability_wish is '劳动能力与就业愿望(有日期、有凭据)';
comment on column ability_wish.district_id is '区县(分布键)';
comment on column ability_wish.ability_id is '编号';
comment on column ability_wish.resident_id is '居民';
comment on column ability_wish.able is '有劳动能力';
comment on column ability_wish.willing is '有就业愿望';
comment on column ability_wish.from_on is '自何日起';
comment on column ability_wish.evidence is '凭据';
comment on column ability_wish.voided_at is '作废时间';
comment on column ability_wish.import_batch_id is '导入批次';
comment on column ability_wish.created_at is '录入时间';
comment on column ability_wish.created_by is '录入人';
comment on column ability_wish.cause is '审计事件';

create table hardship_mark (
  district_id int not null,
  mark_id uuid not null,
  resident_id uuid not null,
  category text not null,
  from_on date not null,
  to_on date,
  source text not null default '',
  voided_at timestamptz,
  import_batch_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint hardship_mark_pk primary key (district_id, mark_id),
  constraint hardship_mark_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index hardship_mark_resident_idx on hardship_mark (district_id, resident_id);
comment on table hardship_mark is '就业困难类别标记(名册所载，未经认定)';
comment on column hardship_mark.district_id is '区县(分布键)';
comment on column hardship_mark.mark_id is '编号';
comment on column hardship_mark.resident_id is '居民';
comment on column hardship_mark.category is '困难类别';
comment on column hardship_mark.from_on is '起';
comment on column hardship_mark.to_on is '止(不含)';
comment on column hardship_mark.source is '来源';
comment on column hardship_mark.voided_at is '作废时间';
comment on column hardship_mark.import_batch_id is '导入批次';
comment on column hardship_mark.created_at is '录入时间';
comment on column hardship_mark.created_by is '录入人';
comment on column hardship_mark.cause is '审计事件';

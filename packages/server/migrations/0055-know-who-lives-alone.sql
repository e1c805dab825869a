-- With whom a retiree lives is true from a day on: visits to those who live alone begin and end with it.
create table retiree_living (
  district_id int not null,
  living_id uuid not null,
  resident_id uuid not null,
  living text not null,
  from_on date not null,
  known_on date not null,
  voided_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  cause uuid not null,
  constraint retiree_living_pk primary key (district_id, living_id),
  constraint retiree_living_resident_fk foreign key (district_id, resident_id) references resident (district_id, resident_id)
);
create index retiree_living_resident_idx on retiree_living (district_id, resident_id, from_on desc);
comment on table retiree_living is '退休人员居住状况(自某日起)';
comment on column retiree_living.district_id is '区县(分布键)';
comment on column retiree_living.living_id is '编号';
comment on column retiree_living.resident_id is '居民';
comment on column retiree_living.living is '居住状况';
comment on column retiree_living.from_on is '自哪天起';
comment on column retiree_living.known_on is '系统得知的日期';
comment on column retiree_living.voided_at is '作废时间(被更正)';
comment on column retiree_living.created_at is '录入时间';
comment on column retiree_living.created_by is '录入人';
comment on column retiree_living.cause is '审计事件';

-- Nobody is late with visits that were asked for by no rule: those already in care are visited from today on.
alter table retiree_care add column visits_from_on date;
update retiree_care set visits_from_on = (now() at time zone 'Asia/Shanghai')::date;
alter table retiree_care alter column visits_from_on set not null;
comment on column retiree_care.visits_from_on is '走访起算日：录入日期；此前已在管的为升级日期';

-- The way of living of a card counts from the handing over; that of a void card no more where there is another one.
insert into retiree_living (district_id, living_id, resident_id, living, from_on, known_on, voided_at, created_at, created_by, cause)
  select c.district_id, c.care_id, c.resident_id, c.living, c.handed_over_on, c.visits_from_on,
    case when exists (select 1 from retiree_care o where o.district_id = c.district_id and o.resident_id = c.resident_id and o.voided_at is null) then c.voided_at end,
    c.created_at, c.created_by, c.cause
  from retiree_care c;
alter table retiree_care drop column living;

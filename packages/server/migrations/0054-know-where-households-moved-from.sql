-- A move that is taken back puts the household that went along where it was.
alter table residence add column household_id uuid, add column household_area_id int, add column household_address text;
comment on column residence.household_id is '随迁的家庭户';
comment on column residence.household_area_id is '随迁的家庭户迁移前的社区(村)';
comment on column residence.household_address is '随迁的家庭户迁移前的住址';

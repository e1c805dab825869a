-- One row per in-memory cache of reference data; every change raises the stamp, every request reads it (rights and areas apply at once).
create table cache_stamp (
  name text primary key,
  stamp bigint not null default 1
);
comment on table cache_stamp is '参考数据缓存版本';
comment on column cache_stamp.name is '缓存名';
comment on column cache_stamp.stamp is '版本，每次变更加一';
insert into cache_stamp (name) values ('area'), ('parameter'), ('calendar');

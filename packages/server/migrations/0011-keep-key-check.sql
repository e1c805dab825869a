-- Says which key file this database was written with, without telling anything about the keys: a lost or swapped file is noticed at the next start.
create table key_check (
  only_one boolean primary key default true constraint key_check_only_one_check check (only_one),
  check_value text not null,
  created_at timestamptz not null
);
comment on table key_check is '密钥文件校验值：启动时核对密钥文件是否为原来那一份';
comment on column key_check.only_one is '仅一行';
comment on column key_check.check_value is '校验值(不含密钥)';
comment on column key_check.created_at is '建立时间';

-- How somebody likes to work, kept with the account so that it is the same at every computer: text size, language, columns of lists. Nothing of residents.
create table preference (
  account_id uuid not null constraint preference_account_fk references account (account_id),
  key text not null,
  value jsonb not null constraint preference_value_check check (length(value::text) <= 16000),
  changed_at timestamptz not null,
  constraint preference_pk primary key (account_id, key)
);
comment on table preference is '使用习惯：随账户保存，换电脑也不变';
comment on column preference.account_id is '账户';
comment on column preference.key is '设置项';
comment on column preference.value is '设置值；不含居民信息';
comment on column preference.changed_at is '最后修改时间';

-- Second factors of accounts, and the codes that stand in for a lost one.
create table second_factor (
  factor_id uuid primary key,
  account_id uuid not null constraint second_factor_account_fk references account (account_id),
  kind text not null constraint second_factor_kind_check check (kind in ('totp', 'webauthn')),
  name text not null,
  secret_cipher text,
  credential_id text constraint second_factor_credential_unique unique,
  public_key bytea,
  sign_count bigint not null default 0,
  transports text not null default '',
  last_used bigint not null default 0,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint second_factor_secret_check check ((kind = 'totp') = (secret_cipher is not null)),
  constraint second_factor_credential_check check ((kind = 'webauthn') = (credential_id is not null and public_key is not null))
);
create index second_factor_account_idx on second_factor (account_id);
comment on table second_factor is '第二因子：验证器或安全密钥';
comment on column second_factor.factor_id is '编号';
comment on column second_factor.account_id is '账户';
comment on column second_factor.kind is 'totp 验证器动态码，webauthn 安全密钥';
comment on column second_factor.name is '本人起的名称';
comment on column second_factor.secret_cipher is '动态码密钥(加密)';
comment on column second_factor.credential_id is '安全密钥的凭据编号';
comment on column second_factor.public_key is '安全密钥的公钥';
comment on column second_factor.sign_count is '安全密钥的签名计数';
comment on column second_factor.transports is '安全密钥的连接方式';
comment on column second_factor.last_used is '最近接受的动态码时间步，或安全密钥挑战的时刻(毫秒)，不得重复使用';
comment on column second_factor.created_at is '绑定时间';
comment on column second_factor.used_at is '最近使用';

create table recovery_code (
  account_id uuid not null constraint recovery_code_account_fk references account (account_id),
  code_digest bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  constraint recovery_code_pk primary key (account_id, code_digest)
);
comment on table recovery_code is '备用码：丢失第二因子时使用，每个一次';
comment on column recovery_code.account_id is '账户';
comment on column recovery_code.code_digest is '备用码的带密钥摘要';
comment on column recovery_code.created_at is '生成时间';
comment on column recovery_code.used_at is '使用时间';

-- When a session ends without use follows from when it was used last.
alter table session drop column idle_until;

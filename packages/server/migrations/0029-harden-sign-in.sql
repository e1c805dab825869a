-- Wrong tries are counted by what was guessed and where it came from, for unknown logins too, so that nobody can lock a colleague out.
create table sign_in_guess (
  kind text not null constraint sign_in_guess_kind_check check (kind in ('password', 'old-password', 'second-factor', 'source')),
  subject_digest bytea not null,
  source_digest bytea not null,
  failed_count int not null,
  window_until timestamptz not null,
  locked_until timestamptz,
  familiar_at timestamptz,
  constraint sign_in_guess_pk primary key (kind, subject_digest, source_digest)
);
create index sign_in_guess_window_idx on sign_in_guess (window_until);
comment on table sign_in_guess is '登录尝试计数：按“登录名＋来源”，不论登录名是否存在';
comment on column sign_in_guess.kind is 'password 密码，old-password 原密码，second-factor 第二因子，source 整个来源';
comment on column sign_in_guess.subject_digest is '登录名或账户的带密钥摘要；整个来源为空';
comment on column sign_in_guess.source_digest is '来源地址的带密钥摘要；所有来源合计为空';
comment on column sign_in_guess.failed_count is '未成功的次数';
comment on column sign_in_guess.window_until is '计数到此时清零';
comment on column sign_in_guess.locked_until is '锁定至';
comment on column sign_in_guess.familiar_at is '此来源最近一次登录成功的时间';

alter table account drop column failed_count, drop column locked_until;
alter table account add column password_set_at timestamptz;
update account set password_set_at = created_at;
alter table account alter column password_set_at set not null;
comment on column account.password_set_at is '设置密码的时间';

-- Sessions end with this change: everybody signs in once more.
delete from session;
alter table session
  add column session_id uuid not null,
  add column device text not null,
  add column method text not null constraint session_method_check check (method in ('password', 'identity-provider', 'program')),
  add column stage text not null constraint session_stage_check check (stage in ('pending', 'full')),
  add column verified_at timestamptz not null,
  add column idle_until timestamptz not null,
  add column idle_minutes int not null,
  add column previous_hash bytea,
  add column rotated_at timestamptz,
  add constraint session_id_unique unique (session_id);
create index session_previous_idx on session (previous_hash);
comment on column session.session_id is '编号，供本人查看和退出';
comment on column session.device is '浏览器和系统，供本人辨认';
comment on column session.method is '登录方式：password 密码，identity-provider 统一身份认证，program 程序';
comment on column session.stage is 'pending 尚缺第二因子，full 已登录';
comment on column session.verified_at is '最近一次证明本人的时间';
comment on column session.idle_until is '不使用则失效的时间';
comment on column session.idle_minutes is '允许不使用的分钟数';
comment on column session.previous_hash is '更换前的令牌 SHA-256，只在更换后片刻内有效';
comment on column session.rotated_at is '更换令牌的时间';

-- Which account the city's identity provider means by a subject. Bound by the security administrator, never made by signing in.
create table account_identity (
  issuer text not null,
  subject text not null,
  account_id uuid not null constraint account_identity_account_fk references account (account_id),
  created_at timestamptz not null,
  created_by uuid,
  constraint account_identity_pk primary key (issuer, subject),
  constraint account_identity_account_unique unique (account_id, issuer)
);
comment on table account_identity is '统一身份认证绑定：认证平台的用户编号对应哪个账户';
comment on column account_identity.issuer is '认证平台地址';
comment on column account_identity.subject is '认证平台中的用户编号';
comment on column account_identity.account_id is '账户';
comment on column account_identity.created_at is '绑定时间';
comment on column account_identity.created_by is '绑定人';

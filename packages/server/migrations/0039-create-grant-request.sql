-- High rights are granted by two people (security handbook §6 rule 19): what one asks, another one consents to. The table itself refuses the same person twice.
create table grant_request (
  request_id uuid not null constraint grant_request_pk primary key,
  kind text not null constraint grant_request_kind_check check (kind in ('post', 'account', 'password', 'factors', 'identity', 'resumption')),
  account_id uuid constraint grant_request_account_fk references account (account_id),
  account_version int,
  login text not null,
  name text not null,
  reach_area_id int not null constraint grant_request_area_fk references area (area_id),
  role text,
  office_id uuid constraint grant_request_office_fk references office (office_id),
  from_on date,
  password_hash text,
  subject text,
  reason text not null,
  status text not null default 'asked' constraint grant_request_status_check check (status in ('asked', 'consented', 'refused', 'withdrawn', 'lapsed')),
  version int not null default 1,
  asked_at timestamptz not null,
  asked_by uuid not null constraint grant_request_asker_fk references account (account_id),
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid constraint grant_request_decider_fk references account (account_id),
  decision_reason text not null default '',
  constraint grant_request_two_people_check check (status <> 'consented' or decided_by is null or (decided_by <> asked_by and decided_by is distinct from account_id)),
  constraint grant_request_decided_check check ((status = 'asked') = (decided_at is null)),
  constraint grant_request_secret_check check (status = 'asked' or password_hash is null),
  constraint grant_request_receiver_check check (account_id is not null or (kind = 'account' and status <> 'consented'))
);
create index grant_request_account_idx on grant_request (account_id);
create index grant_request_area_idx on grant_request (reach_area_id);
create index grant_request_office_idx on grant_request (office_id);
create index grant_request_asker_idx on grant_request (asked_by);
create index grant_request_decider_idx on grant_request (decided_by);
create index grant_request_status_idx on grant_request (status, expires_at);
comment on table grant_request is '授权申请：高权限须两人，一人申请、另一人同意后生效';
comment on column grant_request.request_id is '编号';
comment on column grant_request.kind is '申请事项：post 授予岗位，account 新建账户，password 重置密码，factors 解除第二因子，identity 绑定统一身份认证，resumption 恢复账户';
comment on column grant_request.account_id is '被授权账户；新建账户在同意前为空';
comment on column grant_request.account_version is '申请时账户的修改次数；同意时须未变';
comment on column grant_request.login is '被授权人登录名';
comment on column grant_request.name is '被授权人姓名';
comment on column grant_request.reach_area_id is '权限所及区域';
comment on column grant_request.role is '申请的角色';
comment on column grant_request.office_id is '申请的机构';
comment on column grant_request.from_on is '申请的任职日';
comment on column grant_request.password_hash is '待设密码的散列；有结果后清除';
comment on column grant_request.subject is '待绑定的认证平台编号';
comment on column grant_request.reason is '申请原因';
comment on column grant_request.status is 'asked 待同意，consented 已同意，refused 不同意，withdrawn 已撤回，lapsed 已过期';
comment on column grant_request.version is '修改次数';
comment on column grant_request.asked_at is '申请时间';
comment on column grant_request.asked_by is '申请人';
comment on column grant_request.expires_at is '过期时间';
comment on column grant_request.decided_at is '决定时间';
comment on column grant_request.decided_by is '决定人；服务器本机操作员同意、过期作废时为空';
comment on column grant_request.decision_reason is '决定说明';

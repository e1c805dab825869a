-- Offices, accounts, posts, sessions, audit, idempotency, tasks.
create table office (
  office_id uuid primary key,
  kind text not null constraint office_kind_check check (kind in ('city-bureau', 'district-centre', 'street-office', 'workstation')),
  area_id int not null constraint office_area_fk references area (area_id),
  name text not null,
  opened_on date not null,
  closed_on date,
  version int not null default 1,
  created_at timestamptz not null,
  constraint office_order_check check (closed_on is null or closed_on > opened_on)
);
create index office_area_idx on office (area_id);
comment on table office is '机构：局、区中心、街道所、社区工作站';
comment on column office.office_id is '编号';
comment on column office.kind is '机构类别';
comment on column office.area_id is '所在区域';
comment on column office.name is '名称';
comment on column office.opened_on is '设立日期';
comment on column office.closed_on is '撤销日期';
comment on column office.version is '修改次数';
comment on column office.created_at is '录入时间';

create table account (
  account_id uuid primary key,
  login text not null constraint account_login_unique unique,
  name text not null,
  password_hash text not null,
  must_change_password boolean not null default false,
  status text not null default 'active' constraint account_status_check check (status in ('active', 'suspended')),
  failed_count int not null default 0,
  locked_until timestamptz,
  version int not null default 1,
  demo boolean not null default false,
  created_at timestamptz not null,
  created_by uuid
);
comment on table account is '工作人员账户';
comment on column account.account_id is '编号';
comment on column account.login is '登录名';
comment on column account.name is '姓名';
comment on column account.password_hash is '密码散列(argon2id)';
comment on column account.must_change_password is '首次登录须改密码';
comment on column account.status is 'active 启用，suspended 停用';
comment on column account.failed_count is '连续失败次数';
comment on column account.locked_until is '锁定至';
comment on column account.version is '修改次数(权限版本)';
comment on column account.demo is '演示账户';
comment on column account.created_at is '建立时间';
comment on column account.created_by is '建立人';

create table post (
  post_id uuid primary key,
  account_id uuid not null constraint post_account_fk references account (account_id),
  office_id uuid not null constraint post_office_fk references office (office_id),
  role text not null,
  from_on date not null,
  to_on date,
  created_at timestamptz not null,
  created_by uuid,
  constraint post_unique unique (account_id, office_id, role, from_on)
);
create index post_office_idx on post (office_id);
comment on table post is '岗位：谁在哪个机构任什么角色';
comment on column post.post_id is '编号';
comment on column post.account_id is '账户';
comment on column post.office_id is '机构';
comment on column post.role is '角色';
comment on column post.from_on is '任职日';
comment on column post.to_on is '离任日(不含)';
comment on column post.created_at is '录入时间';
comment on column post.created_by is '录入人';

create table session (
  token_hash bytea primary key,
  account_id uuid not null constraint session_account_fk references account (account_id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_account_idx on session (account_id);
comment on table session is '登录会话(只存令牌散列)';
comment on column session.token_hash is '令牌 SHA-256';
comment on column session.account_id is '账户';
comment on column session.created_at is '登录时间';
comment on column session.seen_at is '最近使用';
comment on column session.expires_at is '绝对失效时间';

create table audit_event (
  district_id int not null,
  event_id uuid not null,
  at timestamptz not null,
  account_id uuid,
  office_id uuid,
  action text not null,
  subject_kind text,
  subject_id text,
  area_id int,
  purpose text,
  request_id text,
  details jsonb not null,
  constraint audit_event_pk primary key (district_id, event_id)
);
create index audit_event_at_idx on audit_event (district_id, at desc);
create index audit_event_subject_idx on audit_event (district_id, subject_id);
create index audit_event_account_idx on audit_event (account_id, at desc);
comment on table audit_event is '审计事件：与业务写入同一事务，只增不改';
comment on column audit_event.district_id is '区县(分布键)；市级为 0';
comment on column audit_event.event_id is '编号，也是账目的 cause';
comment on column audit_event.at is '时间';
comment on column audit_event.account_id is '操作人';
comment on column audit_event.office_id is '所在机构';
comment on column audit_event.action is '动作';
comment on column audit_event.subject_kind is '对象类别';
comment on column audit_event.subject_id is '对象编号';
comment on column audit_event.area_id is '区域';
comment on column audit_event.purpose is '目的(查看敏感信息时)';
comment on column audit_event.request_id is '请求编号';
comment on column audit_event.details is '变更内容(不含敏感明文)';

create table audit_link (
  district_id int not null,
  seq bigint not null,
  event_id uuid not null,
  event_digest bytea not null,
  head bytea not null,
  linked_at timestamptz not null,
  constraint audit_link_pk primary key (district_id, seq),
  constraint audit_link_event_unique unique (district_id, event_id)
);
comment on table audit_link is '审计链：由唯一的排序器成批追加';
comment on column audit_link.district_id is '区县(一区一链)';
comment on column audit_link.seq is '链上序号，从 1 起不断号';
comment on column audit_link.event_id is '事件';
comment on column audit_link.event_digest is '事件内容摘要';
comment on column audit_link.head is '链头 = H(上一链头 ‖ 事件摘要)';
comment on column audit_link.linked_at is '入链时间';

create table idempotency (
  account_id uuid not null,
  key text not null,
  route text not null,
  request_digest bytea not null,
  status int not null,
  response jsonb not null,
  at timestamptz not null,
  constraint idempotency_pk primary key (account_id, key)
);
comment on table idempotency is '幂等键：同一请求只执行一次';
comment on column idempotency.account_id is '操作人';
comment on column idempotency.key is '客户端生成的键';
comment on column idempotency.route is '接口';
comment on column idempotency.request_digest is '请求摘要';
comment on column idempotency.status is '应答状态码';
comment on column idempotency.response is '应答内容';
comment on column idempotency.at is '时间';

create table task (
  task_id uuid primary key,
  kind text not null,
  account_id uuid,
  office_id uuid,
  area_id int,
  title text not null,
  input jsonb not null,
  status text not null constraint task_status_check check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done bigint not null default 0,
  total bigint not null default 0,
  message text not null default '',
  result jsonb,
  cancel_requested boolean not null default false,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index task_account_idx on task (account_id, created_at desc);
comment on table task is '后台任务：进度与结果';
comment on column task.task_id is '编号';
comment on column task.kind is '类别';
comment on column task.account_id is '发起人';
comment on column task.office_id is '发起机构';
comment on column task.area_id is '区域';
comment on column task.title is '标题';
comment on column task.input is '输入';
comment on column task.status is '状态';
comment on column task.done is '已完成数';
comment on column task.total is '总数';
comment on column task.message is '说明';
comment on column task.result is '结果';
comment on column task.cancel_requested is '已请求取消';
comment on column task.created_at is '提交时间';
comment on column task.started_at is '开始时间';
comment on column task.ended_at is '结束时间';

create table installation (
  only_one boolean primary key default true constraint installation_only_one_check check (only_one),
  city_area_id int,
  region text,
  demo boolean not null,
  demo_seed text,
  anchor_month int,
  opened_on date not null,
  created_at timestamptz not null
);
comment on table installation is '本安装：城市、演示标记';
comment on column installation.only_one is '仅一行';
comment on column installation.city_area_id is '城市';
comment on column installation.region is '区域数据目录';
comment on column installation.demo is '演示数据';
comment on column installation.demo_seed is '演示种子';
comment on column installation.anchor_month is '演示基准月';
comment on column installation.opened_on is '启用日';
comment on column installation.created_at is '建立时间';

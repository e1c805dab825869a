-- Requests for help of people without work, with their clock (C03).
create table help_request (
  district_id int not null,
  request_id uuid not null,
  number text not null,
  area_id int not null,
  channel text not null constraint help_request_channel_check check (channel in ('walk-in', 'phone', 'web')),
  name text not null,
  phone_cipher text not null,
  phone_masked text not null,
  need text not null,
  detail text not null default '',
  state text not null constraint help_request_state_check check (state in ('received', 'taken', 'answered', 'forwarded', 'closed')),
  received_at timestamptz not null,
  received_by uuid,
  due_on date not null,
  taken_at timestamptz,
  taken_by uuid,
  answer text not null default '',
  answered_at timestamptz,
  answered_by uuid,
  forwarded_to text not null default '',
  forwarded_from uuid,
  result text not null default '',
  closed_at timestamptz,
  closed_by uuid,
  source_digest bytea,
  version int not null default 1,
  cause uuid not null,
  constraint help_request_pk primary key (district_id, request_id),
  constraint help_request_number_unique unique (district_id, number)
);
create index help_request_open_idx on help_request (district_id, area_id, due_on) where state in ('received', 'taken');
create index help_request_area_idx on help_request (district_id, area_id, received_at);
create index help_request_source_idx on help_request (source_digest, received_at) where source_digest is not null;
comment on table help_request is '求助：受理、答复与时限';
comment on column help_request.district_id is '区县(分布键)；市为 0';
comment on column help_request.request_id is '编号';
comment on column help_request.number is '受理编号';
comment on column help_request.area_id is '社区(村)';
comment on column help_request.channel is '渠道：上门、电话、网上';
comment on column help_request.name is '姓名';
comment on column help_request.phone_cipher is '电话密文';
comment on column help_request.phone_masked is '电话掩码';
comment on column help_request.need is '求助事项';
comment on column help_request.detail is '说明';
comment on column help_request.state is '状态';
comment on column help_request.received_at is '受理时间';
comment on column help_request.received_by is '受理人；网上为空';
comment on column help_request.due_on is '答复期限';
comment on column help_request.taken_at is '接办时间';
comment on column help_request.taken_by is '接办人';
comment on column help_request.answer is '答复';
comment on column help_request.answered_at is '答复或转办时间';
comment on column help_request.answered_by is '答复或转办人';
comment on column help_request.forwarded_to is '转办去向';
comment on column help_request.forwarded_from is '由哪件求助转来';
comment on column help_request.result is '办结结果';
comment on column help_request.closed_at is '办结时间';
comment on column help_request.closed_by is '办结人';
comment on column help_request.source_digest is '来源网络地址的密钥摘要(限次用)';
comment on column help_request.version is '修改次数';
comment on column help_request.cause is '审计事件';

-- A password that the administrator sets is good for a while only; its owner signs in with it and chooses her own.
alter table account add column first_password_until timestamptz;
comment on column account.first_password_until is '管理员所设密码的有效期；本人改密后为空';

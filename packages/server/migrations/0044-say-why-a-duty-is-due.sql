-- Of several reasons the nearest one made a duty due: visits by risk name it.
alter table duty add column reason text;
comment on column duty.reason is '到期依据(走访分组代码)；没有分组的为空';
-- What was visited lately, by community: the kinds stand in the statement as they stand here.
create index duty_visited_idx on duty (district_id, done_on) where kind in ('risk-visit', 'household-visit') and done_on is not null;

-- Forms of days, weeks and quarters beside the monthly one. `month` stays: the month in which the period ends.
alter table report_form add column period text;
update report_form set period = (month / 100)::text || '-' || lpad((month % 100)::text, 2, '0');
alter table report_form alter column period set not null;
alter table report_form drop constraint report_form_unique;
alter table report_form add constraint report_form_unique unique (district_id, form, area_id, period);
create index report_form_period_idx on report_form (district_id, form, period);
comment on column report_form.month is '期末所在月份';
comment on column report_form.period is '报告期：日、周、月、季';

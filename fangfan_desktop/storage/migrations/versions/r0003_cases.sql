ALTER TABLE identification ADD COLUMN rolled_back_reason VARCHAR;
ALTER TABLE identification ADD COLUMN removed_reason VARCHAR;
ALTER TABLE identification ADD COLUMN helper_unit VARCHAR;
ALTER TABLE identification ADD COLUMN helper_post VARCHAR;
ALTER TABLE identification ADD COLUMN helper_on DATE;
ALTER TABLE identification ADD COLUMN second_helper_name VARCHAR;
ALTER TABLE identification ADD COLUMN second_helper_phone VARCHAR;
ALTER TABLE identification ADD COLUMN second_helper_unit VARCHAR;
ALTER TABLE identification ADD COLUMN second_helper_post VARCHAR;
ALTER TABLE identification ADD COLUMN second_helper_on DATE;
ALTER TABLE identification ADD COLUMN plan_on DATE;
ALTER TABLE identification ADD COLUMN plan_text VARCHAR;
ALTER TABLE measure ADD COLUMN detail VARCHAR;
ALTER TABLE measure ADD COLUMN beneficiary VARCHAR;
ALTER TABLE measure ADD COLUMN started_on DATE;
ALTER TABLE measure ADD COLUMN stopped_on DATE;
ALTER TABLE visit ADD COLUMN needs VARCHAR;
ALTER TABLE visit ADD COLUMN actions VARCHAR;
CREATE TABLE day_correction (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	day DATE NOT NULL, 
	is_worked INTEGER NOT NULL, 
	note VARCHAR, 
	CONSTRAINT ck_day_correction_is_worked_yes_no CHECK (is_worked IN (0, 1)), 
	CONSTRAINT uq_day_correction_day UNIQUE (day)
);
CREATE TABLE focus_group (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	position INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	selection_key VARCHAR, 
	basis VARCHAR
);
CREATE TABLE notice_text (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR NOT NULL, 
	definition VARCHAR NOT NULL, 
	made_on DATE NOT NULL, 
	CONSTRAINT uq_notice_text_kind UNIQUE (kind)
);
CREATE TABLE procedure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	procedure_key VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	definition VARCHAR NOT NULL, 
	made_on DATE NOT NULL, 
	is_retired INTEGER NOT NULL
);
CREATE UNIQUE INDEX uq_procedure_version ON procedure (procedure_key, version);
CREATE TABLE notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR NOT NULL, 
	village_id INTEGER, 
	title VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	shows_risk INTEGER, 
	made_on DATE NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	posted_at VARCHAR, 
	objections VARCHAR, 
	outcome VARCHAR, 
	outcome_on DATE, 
	withdrawn_on DATE, 
	withdrawn_reason VARCHAR, 
	file_name VARCHAR, 
	sha256 VARCHAR, 
	photo_name VARCHAR, 
	photo_sha256 VARCHAR, 
	CONSTRAINT ck_notice_outcome CHECK (outcome IN ('无异议', '有异议')), 
	CONSTRAINT ck_notice_period CHECK (ends_on >= starts_on), 
	CONSTRAINT ck_notice_shows_risk_yes_no CHECK (shows_risk IN (0, 1)), 
	CONSTRAINT fk_notice_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_notice_sha256 FOREIGN KEY(sha256) REFERENCES attachment (sha256), 
	CONSTRAINT fk_notice_photo_sha256 FOREIGN KEY(photo_sha256) REFERENCES attachment (sha256)
);
CREATE INDEX ix_notice_village ON notice (village_id, kind);
CREATE TABLE focus_member (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	group_id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	basis VARCHAR, 
	difficulty VARCHAR, 
	owner VARCHAR, 
	remarks VARCHAR, 
	CONSTRAINT fk_focus_member_group_id FOREIGN KEY(group_id) REFERENCES focus_group (id), 
	CONSTRAINT fk_focus_member_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE UNIQUE INDEX uq_focus_member_household ON focus_member (group_id, household_id);
CREATE TABLE monitoring_case (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code VARCHAR NOT NULL, 
	household_id INTEGER NOT NULL, 
	identification_id INTEGER, 
	previous_id INTEGER, 
	procedure_id INTEGER, 
	clue_on DATE, 
	clue_source VARCHAR, 
	clue_note VARCHAR, 
	category VARCHAR, 
	risks VARCHAR, 
	is_unmoved INTEGER, 
	refused_on DATE, 
	refusal_reasons VARCHAR, 
	refusal_note VARCHAR, 
	clearing_how VARCHAR, 
	remarks VARCHAR, 
	CONSTRAINT ck_monitoring_case_category CHECK (category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')), 
	CONSTRAINT ck_monitoring_case_one_end CHECK (refused_on IS NULL OR identification_id IS NULL), 
	CONSTRAINT ck_monitoring_case_is_unmoved_yes_no CHECK (is_unmoved IN (0, 1)), 
	CONSTRAINT uq_monitoring_case_code UNIQUE (code), 
	CONSTRAINT fk_monitoring_case_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT uq_monitoring_case_identification_id UNIQUE (identification_id), 
	CONSTRAINT fk_monitoring_case_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id), 
	CONSTRAINT fk_monitoring_case_previous_id FOREIGN KEY(previous_id) REFERENCES monitoring_case (id), 
	CONSTRAINT fk_monitoring_case_procedure_id FOREIGN KEY(procedure_id) REFERENCES procedure (id)
);
CREATE INDEX ix_monitoring_case_household ON monitoring_case (household_id);
CREATE TABLE archive_paper (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER, 
	village_id INTEGER, 
	item_key VARCHAR NOT NULL, 
	is_present INTEGER, 
	copies INTEGER, 
	kept_at VARCHAR, 
	owner VARCHAR, 
	remarks VARCHAR, 
	file_name VARCHAR, 
	sha256 VARCHAR, 
	CONSTRAINT ck_archive_paper_one_owner CHECK ((case_id IS NULL) <> (village_id IS NULL)), 
	CONSTRAINT ck_archive_paper_is_present_yes_no CHECK (is_present IN (0, 1)), 
	CONSTRAINT fk_archive_paper_case_id FOREIGN KEY(case_id) REFERENCES monitoring_case (id), 
	CONSTRAINT fk_archive_paper_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_archive_paper_sha256 FOREIGN KEY(sha256) REFERENCES attachment (sha256)
);
CREATE UNIQUE INDEX uq_archive_paper_case ON archive_paper (case_id, item_key);
CREATE UNIQUE INDEX uq_archive_paper_village ON archive_paper (village_id, item_key);
CREATE TABLE asset_hit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	person_name VARCHAR, 
	detail VARCHAR, 
	found_on DATE, 
	verdict VARCHAR, 
	verdict_on DATE, 
	CONSTRAINT fk_asset_hit_case_id FOREIGN KEY(case_id) REFERENCES monitoring_case (id)
);
CREATE INDEX ix_asset_hit_case_id ON asset_hit (case_id);
CREATE TABLE case_finding (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	found_on DATE NOT NULL, 
	population INTEGER, 
	line_fen INTEGER, 
	period_from DATE, 
	period_to DATE, 
	wages_fen INTEGER, 
	business_fen INTEGER, 
	property_fen INTEGER, 
	transfer_fen INTEGER, 
	business_cost_fen INTEGER, 
	claims_fen INTEGER, 
	medical_self_paid_fen INTEGER, 
	housing_safe INTEGER, 
	medical_secured INTEGER, 
	education_secured INTEGER, 
	water_safe INTEGER, 
	income_steady INTEGER, 
	spending_settled INTEGER, 
	risk_gone INTEGER, 
	no_labour INTEGER, 
	remarks VARCHAR, 
	CONSTRAINT ck_case_finding_stage CHECK (stage IN ('identify', 'clear')), 
	CONSTRAINT ck_case_finding_housing_safe_yes_no CHECK (housing_safe IN (0, 1)), 
	CONSTRAINT ck_case_finding_medical_secured_yes_no CHECK (medical_secured IN (0, 1)), 
	CONSTRAINT ck_case_finding_education_secured_yes_no CHECK (education_secured IN (0, 1)), 
	CONSTRAINT ck_case_finding_water_safe_yes_no CHECK (water_safe IN (0, 1)), 
	CONSTRAINT ck_case_finding_income_steady_yes_no CHECK (income_steady IN (0, 1)), 
	CONSTRAINT ck_case_finding_spending_settled_yes_no CHECK (spending_settled IN (0, 1)), 
	CONSTRAINT ck_case_finding_risk_gone_yes_no CHECK (risk_gone IN (0, 1)), 
	CONSTRAINT ck_case_finding_no_labour_yes_no CHECK (no_labour IN (0, 1)), 
	CONSTRAINT fk_case_finding_case_id FOREIGN KEY(case_id) REFERENCES monitoring_case (id)
);
CREATE UNIQUE INDEX uq_case_finding_stage ON case_finding (case_id, stage, round);
CREATE TABLE case_step (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	case_id INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	step_key VARCHAR NOT NULL, 
	planned_on DATE, 
	done_on DATE, 
	result VARCHAR, 
	reason VARCHAR, 
	late_reason VARCHAR, 
	done_by VARCHAR, 
	note VARCHAR, 
	notice_id INTEGER, 
	CONSTRAINT ck_case_step_stage CHECK (stage IN ('identify', 'clear')), 
	CONSTRAINT ck_case_step_result CHECK (result IN ('同意', '不同意', '退回')), 
	CONSTRAINT fk_case_step_case_id FOREIGN KEY(case_id) REFERENCES monitoring_case (id), 
	CONSTRAINT fk_case_step_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id)
);
CREATE UNIQUE INDEX uq_case_step_step ON case_step (case_id, stage, round, step_key);
CREATE TABLE notice_case (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	notice_id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	shown VARCHAR NOT NULL, 
	outcome VARCHAR, 
	objection VARCHAR, 
	CONSTRAINT ck_notice_case_outcome CHECK (outcome IN ('无异议', '异议不成立', '异议成立')), 
	CONSTRAINT fk_notice_case_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id), 
	CONSTRAINT fk_notice_case_case_id FOREIGN KEY(case_id) REFERENCES monitoring_case (id)
);
CREATE INDEX ix_notice_case_case_id ON notice_case (case_id);
CREATE UNIQUE INDEX uq_notice_case_case ON notice_case (notice_id, case_id);
INSERT INTO monitoring_case (code, household_id, identification_id)
SELECT strftime('%Y', identified_on) || '-' || printf('%04d', row_number() OVER (PARTITION BY strftime('%Y', identified_on) ORDER BY identified_on, id)), household_id, id FROM identification;

CREATE TABLE action (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	who VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	undone_order INTEGER, 
	CONSTRAINT ck_action_state CHECK (state IN ('made', 'done', 'undone', 'dropped'))
);
CREATE INDEX ix_action_state ON action (state);
CREATE TABLE attachment (
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (sha256)
);
CREATE TABLE campaign (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	document_number VARCHAR, 
	preset VARCHAR, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	line_fen INTEGER NOT NULL, 
	income_from DATE NOT NULL, 
	income_to DATE NOT NULL, 
	scope VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	closed_on DATE, 
	CONSTRAINT ck_campaign_window CHECK (starts_on <= ends_on), 
	CONSTRAINT ck_campaign_income_period CHECK (income_from <= income_to), 
	CONSTRAINT ck_campaign_state CHECK (state IN ('open', 'closed')), 
	CONSTRAINT uq_campaign_name UNIQUE (name)
);
CREATE TABLE code_item (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	list_key VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	is_hidden INTEGER NOT NULL
);
CREATE UNIQUE INDEX uq_code_item_item ON code_item (list_key, item);
CREATE TABLE setting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT uq_setting_key UNIQUE ("key")
);
CREATE TABLE village (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code VARCHAR, 
	name VARCHAR NOT NULL, 
	official_name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT uq_village_code UNIQUE (code), 
	CONSTRAINT uq_village_name UNIQUE (name)
);
CREATE TABLE campaign_form (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	form_key VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	definition VARCHAR NOT NULL, 
	CONSTRAINT fk_campaign_form_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE UNIQUE INDEX uq_campaign_form_key ON campaign_form (campaign_id, form_key);
CREATE TABLE change (
	id INTEGER NOT NULL, 
	action_id INTEGER NOT NULL, 
	table_name VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	op VARCHAR NOT NULL, 
	"before" VARCHAR, 
	"after" VARCHAR, 
	CONSTRAINT pk_change PRIMARY KEY (id), 
	CONSTRAINT fk_change_action_id FOREIGN KEY(action_id) REFERENCES action (id)
);
CREATE INDEX ix_change_action ON change (action_id);
CREATE INDEX ix_change_row ON change (table_name, row_id);
CREATE TABLE grid (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	village_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT fk_grid_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE UNIQUE INDEX uq_grid_name ON grid (village_id, name);
CREATE TABLE milestone (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	due_on DATE NOT NULL, 
	what VARCHAR, 
	CONSTRAINT fk_milestone_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX ix_milestone_campaign_id ON milestone (campaign_id);
CREATE TABLE statistics_snapshot (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	label VARCHAR NOT NULL, 
	taken_at VARCHAR NOT NULL, 
	figures VARCHAR NOT NULL, 
	note VARCHAR, 
	is_final INTEGER NOT NULL, 
	CONSTRAINT fk_statistics_snapshot_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX ix_statistics_snapshot_campaign_id ON statistics_snapshot (campaign_id);
CREATE TABLE supervision_group (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	members VARCHAR, 
	CONSTRAINT fk_supervision_group_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX ix_supervision_group_campaign_id ON supervision_group (campaign_id);
CREATE TABLE village_figures (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	village_id INTEGER NOT NULL, 
	training_visits INTEGER, 
	remarks VARCHAR, 
	CONSTRAINT fk_village_figures_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_village_figures_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE UNIQUE INDEX uq_village_figures ON village_figures (campaign_id, village_id);
CREATE TABLE village_form (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	village_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	monitoring_problems VARCHAR, 
	grid_problems VARCHAR, 
	mass_risk_problems VARCHAR, 
	policy_problems VARCHAR, 
	funds_problems VARCHAR, 
	construction_problems VARCHAR, 
	governance_problems VARCHAR, 
	other_problems VARCHAR, 
	remarks VARCHAR, 
	extra VARCHAR, 
	CONSTRAINT fk_village_form_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_village_form_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE INDEX ix_village_form ON village_form (campaign_id, village_id, position);
CREATE TABLE village_group (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	village_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT fk_village_group_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE UNIQUE INDEX uq_village_group_name ON village_group (village_id, name);
CREATE TABLE grid_worker (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	village_id INTEGER NOT NULL, 
	grid_id INTEGER, 
	name VARCHAR NOT NULL, 
	phone VARCHAR, 
	level VARCHAR, 
	CONSTRAINT fk_grid_worker_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_grid_worker_grid_id FOREIGN KEY(grid_id) REFERENCES grid (id)
);
CREATE INDEX ix_grid_worker_village_id ON grid_worker (village_id);
CREATE TABLE household (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code VARCHAR NOT NULL, 
	village_id INTEGER NOT NULL, 
	group_id INTEGER, 
	grid_id INTEGER, 
	address VARCHAR, 
	phone VARCHAR, 
	is_lifted INTEGER, 
	lifted_year INTEGER, 
	on_dibao INTEGER, 
	dibao_since DATE, 
	scattered_tekun INTEGER, 
	relocated INTEGER, 
	registration_moved INTEGER, 
	housing_safe INTEGER, 
	housing_note VARCHAR, 
	water_safe INTEGER, 
	water_note VARCHAR, 
	elderly_apart INTEGER, 
	remarks VARCHAR, 
	left_on DATE, 
	left_reason VARCHAR, 
	search_text VARCHAR NOT NULL GENERATED ALWAYS AS (code || ' ' || coalesce(phone, '')) VIRTUAL, 
	CONSTRAINT ck_household_is_lifted_yes_no CHECK (is_lifted IN (0, 1)), 
	CONSTRAINT ck_household_on_dibao_yes_no CHECK (on_dibao IN (0, 1)), 
	CONSTRAINT ck_household_scattered_tekun_yes_no CHECK (scattered_tekun IN (0, 1)), 
	CONSTRAINT ck_household_relocated_yes_no CHECK (relocated IN (0, 1)), 
	CONSTRAINT ck_household_registration_moved_yes_no CHECK (registration_moved IN (0, 1)), 
	CONSTRAINT ck_household_housing_safe_yes_no CHECK (housing_safe IN (0, 1)), 
	CONSTRAINT ck_household_water_safe_yes_no CHECK (water_safe IN (0, 1)), 
	CONSTRAINT ck_household_elderly_apart_yes_no CHECK (elderly_apart IN (0, 1)), 
	CONSTRAINT uq_household_code UNIQUE (code), 
	CONSTRAINT fk_household_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_household_group_id FOREIGN KEY(group_id) REFERENCES village_group (id), 
	CONSTRAINT fk_household_grid_id FOREIGN KEY(grid_id) REFERENCES grid (id)
);
CREATE INDEX ix_household_search ON household (search_text, village_id);
CREATE INDEX ix_household_village ON household (village_id, left_on);
CREATE TABLE supervised_village (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	group_id INTEGER NOT NULL, 
	village_id INTEGER NOT NULL, 
	CONSTRAINT fk_supervised_village_group_id FOREIGN KEY(group_id) REFERENCES supervision_group (id), 
	CONSTRAINT fk_supervised_village_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE UNIQUE INDEX uq_supervised_village ON supervised_village (group_id, village_id);
CREATE TABLE household_form (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	household_id INTEGER NOT NULL, 
	village_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	is_complete INTEGER NOT NULL, 
	error_count INTEGER NOT NULL, 
	doubt_count INTEGER NOT NULL, 
	answered_count INTEGER NOT NULL, 
	"group" VARCHAR, 
	head_name VARCHAR, 
	population INTEGER, 
	household_type VARCHAR, 
	survey_method VARCHAR, 
	income_per_capita INTEGER, 
	above_line INTEGER, 
	heavy_burden INTEGER, 
	housing_safe INTEGER, 
	medical_secured INTEGER, 
	education_secured INTEGER, 
	water_safe INTEGER, 
	no_labour INTEGER, 
	lifted_2020 INTEGER, 
	income_falling_3y INTEGER, 
	on_dibao INTEGER, 
	dibao_recent INTEGER, 
	scattered_tekun INTEGER, 
	single_person INTEGER, 
	has_disabled INTEGER, 
	newly_disabled INTEGER, 
	severely_disabled INTEGER, 
	many_minors INTEGER, 
	many_students INTEGER, 
	elderly_apart INTEGER, 
	children_able INTEGER, 
	children_support INTEGER, 
	unstable_wages INTEGER, 
	sudden_hardship INTEGER, 
	practical_difficulty INTEGER, 
	practical_difficulty_note VARCHAR, 
	epidemic_impact INTEGER, 
	risk_marked_cleared INTEGER, 
	income_stable_half_year INTEGER, 
	risk_stably_cleared INTEGER, 
	measures_in_place INTEGER, 
	measures_targeted INTEGER, 
	benefits_only INTEGER, 
	over_assisted INTEGER, 
	system_data_accurate INTEGER, 
	should_include INTEGER, 
	needs VARCHAR, 
	remarks VARCHAR, 
	extra VARCHAR, 
	CONSTRAINT fk_household_form_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_household_form_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_household_form_village_id FOREIGN KEY(village_id) REFERENCES village (id)
);
CREATE INDEX ix_household_form_done ON household_form (campaign_id, village_id, is_complete, population);
CREATE INDEX ix_household_form_household_id ON household_form (household_id);
CREATE INDEX ix_household_form_village ON household_form (campaign_id, village_id, position);
CREATE UNIQUE INDEX uq_household_form ON household_form (campaign_id, household_id);
CREATE TABLE identification (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	previous_id INTEGER, 
	category VARCHAR NOT NULL, 
	identified_on DATE NOT NULL, 
	risks VARCHAR, 
	clearing_started_on DATE, 
	cleared_on DATE, 
	cleared_how VARCHAR, 
	rolled_back_on DATE, 
	removed_on DATE, 
	helper_name VARCHAR, 
	helper_phone VARCHAR, 
	remarks VARCHAR, 
	CONSTRAINT ck_identification_category CHECK (category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')), 
	CONSTRAINT ck_identification_cleared_after CHECK (cleared_on IS NULL OR cleared_on >= identified_on), 
	CONSTRAINT fk_identification_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_identification_previous_id FOREIGN KEY(previous_id) REFERENCES identification (id)
);
CREATE INDEX ix_identification_household ON identification (household_id);
CREATE TABLE income (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	period_from DATE NOT NULL, 
	period_to DATE NOT NULL, 
	wages_fen INTEGER, 
	business_fen INTEGER, 
	property_fen INTEGER, 
	transfer_fen INTEGER, 
	business_cost_fen INTEGER, 
	claims_fen INTEGER, 
	medical_self_paid_fen INTEGER, 
	per_capita_fen INTEGER, 
	is_period_assumed INTEGER, 
	CONSTRAINT ck_income_period CHECK (period_from <= period_to), 
	CONSTRAINT ck_income_is_period_assumed_yes_no CHECK (is_period_assumed IN (0, 1)), 
	CONSTRAINT fk_income_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE UNIQUE INDEX uq_income_period ON income (household_id, period_from, period_to);
CREATE TABLE ledger_line (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	level VARCHAR NOT NULL, 
	unit VARCHAR, 
	village_id INTEGER, 
	household_id INTEGER, 
	head_name VARCHAR, 
	id_number VARCHAR, 
	problem_type VARCHAR, 
	problem VARCHAR, 
	action VARCHAR, 
	owner VARCHAR, 
	deadline DATE, 
	remarks VARCHAR, 
	found_on DATE, 
	found_by VARCHAR, 
	source VARCHAR, 
	village_form_id INTEGER, 
	village_form_field VARCHAR, 
	state VARCHAR NOT NULL, 
	accepted_by VARCHAR, 
	accepted_on DATE, 
	closed_on DATE, 
	CONSTRAINT ck_ledger_line_level CHECK (level IN ('township', 'village', 'household')), 
	CONSTRAINT ck_ledger_line_state CHECK (state IN ('待整改', '整改中', '待验收', '已销号')), 
	CONSTRAINT fk_ledger_line_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_ledger_line_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_ledger_line_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_ledger_line_village_form_id FOREIGN KEY(village_form_id) REFERENCES village_form (id)
);
CREATE INDEX ix_ledger_line_campaign ON ledger_line (campaign_id, village_id, state);
CREATE TABLE person (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	initials VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	id_number VARCHAR, 
	sex VARCHAR, 
	born_on DATE, 
	ethnicity VARCHAR, 
	education VARCHAR, 
	school_state VARCHAR, 
	leaving_reason VARCHAR, 
	health VARCHAR, 
	disability_category VARCHAR, 
	disability_grade VARCHAR, 
	labour VARCHAR, 
	work_region VARCHAR, 
	work_place VARCHAR, 
	work_months INTEGER, 
	work_blocked INTEGER, 
	work_blocked_solved INTEGER, 
	insured INTEGER, 
	pension_insured INTEGER, 
	phone VARCHAR, 
	remarks VARCHAR, 
	joined_on DATE, 
	joined_reason VARCHAR, 
	left_on DATE, 
	left_reason VARCHAR, 
	search_text VARCHAR NOT NULL GENERATED ALWAYS AS (name || ' ' || initials || ' ' || coalesce(id_number, '') || ' ' || coalesce(phone, '')) VIRTUAL, 
	CONSTRAINT ck_person_insured_yes_no CHECK (insured IN (0, 1)), 
	CONSTRAINT ck_person_pension_insured_yes_no CHECK (pension_insured IN (0, 1)), 
	CONSTRAINT ck_person_work_blocked_yes_no CHECK (work_blocked IN (0, 1)), 
	CONSTRAINT ck_person_work_blocked_solved_yes_no CHECK (work_blocked_solved IN (0, 1)), 
	CONSTRAINT ck_person_sex CHECK (sex IN ('男', '女')), 
	CONSTRAINT fk_person_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE INDEX ix_person_household ON person (household_id, left_on);
CREATE INDEX ix_person_id_number ON person (id_number);
CREATE INDEX ix_person_search ON person (search_text, household_id, left_on);
CREATE INDEX ix_person_work_blocked ON person (household_id) WHERE work_blocked = 1;
CREATE UNIQUE INDEX uq_person_head ON person (household_id) WHERE relation = '户主' AND left_on IS NULL;
CREATE TABLE household_event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	person_id INTEGER, 
	other_household_id INTEGER, 
	kind VARCHAR NOT NULL, 
	happened_on DATE NOT NULL, 
	reason VARCHAR NOT NULL, 
	note VARCHAR, 
	CONSTRAINT fk_household_event_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_household_event_person_id FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT fk_household_event_other_household_id FOREIGN KEY(other_household_id) REFERENCES household (id)
);
CREATE INDEX ix_household_event_household_id ON household_event (household_id);
CREATE TABLE ledger_evidence (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	line_id INTEGER NOT NULL, 
	added_on DATE NOT NULL, 
	description VARCHAR NOT NULL, 
	file_name VARCHAR, 
	sha256 VARCHAR, 
	CONSTRAINT fk_ledger_evidence_line_id FOREIGN KEY(line_id) REFERENCES ledger_line (id), 
	CONSTRAINT fk_ledger_evidence_sha256 FOREIGN KEY(sha256) REFERENCES attachment (sha256)
);
CREATE INDEX ix_ledger_evidence_line_id ON ledger_evidence (line_id);
CREATE TABLE ledger_note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	line_id INTEGER NOT NULL, 
	noted_on DATE NOT NULL, 
	kind VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	CONSTRAINT fk_ledger_note_line_id FOREIGN KEY(line_id) REFERENCES ledger_line (id)
);
CREATE INDEX ix_ledger_note_line_id ON ledger_note (line_id);
CREATE TABLE measure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	identification_id INTEGER, 
	kind VARCHAR NOT NULL, 
	content VARCHAR, 
	risk VARCHAR, 
	is_developmental INTEGER, 
	made_on DATE NOT NULL, 
	planned_until DATE, 
	done_on DATE, 
	owner VARCHAR, 
	department VARCHAR, 
	amount_fen INTEGER, 
	remarks VARCHAR, 
	CONSTRAINT ck_measure_is_developmental_yes_no CHECK (is_developmental IN (0, 1)), 
	CONSTRAINT fk_measure_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_measure_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id)
);
CREATE INDEX ix_measure_household ON measure (household_id);
CREATE TABLE visit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	identification_id INTEGER, 
	visited_on DATE NOT NULL, 
	visitor VARCHAR, 
	found VARCHAR, 
	CONSTRAINT fk_visit_household_id FOREIGN KEY(household_id) REFERENCES household (id), 
	CONSTRAINT fk_visit_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id)
);
CREATE INDEX ix_visit_household ON visit (household_id);

CREATE TABLE office_form (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	form_key VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	made_on DATE NOT NULL, 
	definition VARCHAR NOT NULL, 
	is_retired INTEGER NOT NULL
);
CREATE UNIQUE INDEX uq_office_form ON office_form (form_key, version);
CREATE TABLE further_form (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	form_key VARCHAR NOT NULL, 
	village_id INTEGER NOT NULL, 
	household_id INTEGER, 
	position INTEGER NOT NULL, 
	is_complete INTEGER NOT NULL, 
	error_count INTEGER NOT NULL, 
	doubt_count INTEGER NOT NULL, 
	answered_count INTEGER NOT NULL, 
	answers VARCHAR, 
	CONSTRAINT fk_further_form_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_further_form_village_id FOREIGN KEY(village_id) REFERENCES village (id), 
	CONSTRAINT fk_further_form_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE INDEX ix_further_form_done ON further_form (campaign_id, form_key, village_id, is_complete);
CREATE INDEX ix_further_form_household_id ON further_form (household_id);
CREATE INDEX ix_further_form_village ON further_form (campaign_id, form_key, village_id, position);
CREATE UNIQUE INDEX uq_further_form ON further_form (campaign_id, form_key, household_id) WHERE household_id IS NOT NULL;
CREATE TABLE second_keying (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign_id INTEGER NOT NULL, 
	form_key VARCHAR NOT NULL, 
	household_id INTEGER NOT NULL, 
	answers VARCHAR NOT NULL, 
	is_settled INTEGER NOT NULL, 
	CONSTRAINT fk_second_keying_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_second_keying_household_id FOREIGN KEY(household_id) REFERENCES household (id)
);
CREATE INDEX ix_second_keying_household_id ON second_keying (household_id);
CREATE UNIQUE INDEX uq_second_keying ON second_keying (campaign_id, form_key, household_id);

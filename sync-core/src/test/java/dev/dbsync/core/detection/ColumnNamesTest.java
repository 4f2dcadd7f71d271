package dev.dbsync.core.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {

    private static Optional<Meaning> meaning(String table, String column, String... siblings) {
        return ColumnNames.meaning(table, column, List.of(siblings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_names", "middle_names", "FamilyNames", "contact_numbers"})
    void phrasesMayBeOfMany(String column) {
        assertThat(ColumnNames.meaning(column)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"member_number", "patient_file_no", "employee_identifier", "KundenNummer", "learner_reg_number"})
    void aPersonIsKnownByANumber(String column) {
        assertThat(meaning("entry", column)).contains(Meaning.PERSON_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer_order_number",
                "client_version_number",
                "driver_vehicle_number",
                "customers_number",
                "max_user_number",
                "user_line_number",
                "customer_reference"
            })
    void aNumberThatIsNotThePersonsOwnIsNone(String column) {
        assertThat(meaning("entry", column)).isEmpty();
    }

    @Test
    void inATableOfPersonsANumberIsTheirs() {
        assertThat(meaning("volunteers", "badge_number")).contains(Meaning.PERSON_NUMBER);
        assertThat(meaning("volunteers", "uid")).contains(Meaning.PERSON_NUMBER);
        assertThat(meaning("volunteers", "external_id")).contains(Meaning.PERSON_NUMBER);
        assertThat(meaning("volunteers", "room_number")).isEmpty();
        assertThat(meaning("volunteers", "row_number")).isEmpty();
        assertThat(meaning("volunteers", "public_id")).contains(Meaning.PERSON_NUMBER);
        assertThat(meaning("volunteers", "stage_name")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("volunteers", "team_name")).isEmpty();
        assertThat(meaning("pipelines", "stage_name")).isEmpty();
        assertThat(meaning("pipelines", "badge_number")).isEmpty();
        assertThat(meaning("pipelines", "uid")).isEmpty();
        assertThat(meaning("pipelines", "external_id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"google_id", "okta_user_id", "azureUid", "saml_subject", "open_id", "oidc_sub", "sign_in_uid"})
    void whoSignsInElsewhereIsKnownByAnId(String column) {
        assertThat(meaning("entry", column)).contains(Meaning.PERSON_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google_place_id", "slack_channel_id", "calendar_uid", "github_repo"})
    void whatElseIsThereHasAnIdToo(String column) {
        assertThat(meaning("entry", column)).isEmpty();
    }

    @Test
    void digestsAndCiphertextsOfSomethingPersonalAreNoSuchThing() {
        assertThat(meaning("entry", "email_hash")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "encrypted_phone")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "last_name_ciphertext")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "encrypted_answers")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "file_hash")).isEmpty();
        assertThat(meaning("entry", "is_insured_ciphertext")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "applicant_pii")).contains(Meaning.SECRET);
        assertThat(meaning("entry", "pii_level")).isEmpty();
        assertThat(meaning("entry", "is_encrypted")).isEmpty();
        assertThat(meaning("entry", "encrypted_at")).isEmpty();
    }

    @Test
    void whoeverSendsAFileNamesIt() {
        assertThat(meaning("uploads", "filename")).contains(Meaning.FILE_NAME);
        assertThat(meaning("active_storage_blobs", "filename")).contains(Meaning.FILE_NAME);
        assertThat(meaning("entry", "original_file_name")).contains(Meaning.FILE_NAME);
        assertThat(meaning("claim_attachment", "fileName")).contains(Meaning.FILE_NAME);
        assertThat(meaning("exports", "file_name")).isEmpty();
        assertThat(meaning("uploads", "file_count")).isEmpty();
        assertThat(meaning("uploads", "template_name")).isEmpty();
    }

    @Test
    void aPayrollRunIsNobodysIncome() {
        assertThat(meaning("entry", "payroll")).contains(Meaning.INCOME);
        assertThat(meaning("entry", "monthly_payroll")).contains(Meaning.INCOME);
        assertThat(meaning("entry", "payroll_gender")).contains(Meaning.TRAIT);
        assertThat(meaning("payments", "payroll_reference")).isEmpty();
    }

    @Test
    void aTraitBesideANationalNumberIsAPersonsWhateverTheTableIsCalled() {
        assertThat(meaning("pension_service", "gender_digit", "nino", "gender_digit"))
                .contains(Meaning.TRAIT);
        assertThat(meaning("pension_service", "gender_digit", "school", "gender_digit"))
                .isEmpty();
    }

    @Test
    void whatALoginReturnsIsNoUserName() {
        assertThat(meaning("entry", "one_login_return_code")).isEmpty();
        assertThat(meaning("entry", "login_code")).contains(Meaning.SECRET);
    }

    @ParameterizedTest
    @CsvSource({"created_by", "approvedBy", "written_by"})
    void whoDidItIsAUser(String column) {
        assertThat(meaning("entry", column)).contains(Meaning.USER_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort_by", "grouped_by", "answer_expected_by", "created_by_type", "standby"})
    void notAllThatEndsInByIs(String column) {
        assertThat(meaning("entry", column)).isEmpty();
    }

    @Test
    void aNameBesideWhatOnlyPersonsHaveIsAPersons() {
        assertThat(meaning("enquiries", "name", "id", "name", "email")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("demandes", "nom", "prenom", "nom")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("enquiries", "name", "id", "name", "phone")).isEmpty();
        assertThat(meaning("suppliers", "name", "id", "name", "email")).isEmpty();
        assertThat(meaning("shops", "name", "id", "name", "email")).isEmpty();
    }

    /** In French of a thing as of a person; in French a number, in Spanish a name. */
    @Test
    void nomAndNombreAloneAreNoPersons() {
        assertThat(meaning("clients", "nom")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("clientes", "nombre")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "nom_famille")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "nom")).isEmpty();
        assertThat(meaning("entry", "nombre_pages")).isEmpty();
    }

    @Test
    void aTownBesideAStreetIsPartOfTheAddress() {
        assertThat(meaning("enquiries", "city", "street", "city")).contains(Meaning.ADDRESS);
        assertThat(meaning("enquiries", "county", "postcode", "county")).contains(Meaning.ADDRESS);
        assertThat(meaning("enquiries", "city_name", "street", "city_name")).contains(Meaning.ADDRESS);
        assertThat(meaning("volunteers", "town")).contains(Meaning.ADDRESS);
        assertThat(meaning("volunteers", "town_or_village")).contains(Meaning.ADDRESS);
        assertThat(meaning("enquiries", "city", "id", "city")).isEmpty();
        assertThat(meaning("shops", "city", "street", "city")).isEmpty();
    }

    @Test
    void placesAreKnownToAllUnlessSomebodyLivesThere() {
        assertThat(meaning("clinics", "address")).isEmpty();
        assertThat(meaning("stores", "latitude")).isEmpty();
        assertThat(meaning("stores", "customer_latitude")).contains(Meaning.LOCATION);
        assertThat(meaning("clinics", "patient_address")).contains(Meaning.ADDRESS);
    }

    @Test
    void aTextIsCalledAfterThePersonWhoseNameItIs() {
        assertThat(meaning("entry", "reviewer")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "second_reviewer")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "duty_officer")).contains(Meaning.PERSON_NAME);
        assertThat(meaning("entry", "officer")).isEmpty();
        assertThat(meaning("entry", "is_student")).isEmpty();
        assertThat(meaning("entry", "agent")).isEmpty();
        assertThat(meaning("entry", "child")).isEmpty();
    }

    @Test
    void mailGoesToAndFromSomebody() {
        assertThat(meaning("sent_emails", "to")).contains(Meaning.EMAIL);
        assertThat(meaning("sent_emails", "recipient")).contains(Meaning.EMAIL);
        assertThat(meaning("ranges", "to")).isEmpty();
    }

    @Test
    void whatStandsInMailsAndNotesIsWrittenBySomebody() {
        assertThat(meaning("sent_emails", "subject")).contains(Meaning.FREE_TEXT);
        assertThat(meaning("visit_notes", "content")).contains(Meaning.FREE_TEXT);
        assertThat(meaning("entry", "email_body")).contains(Meaning.FREE_TEXT);
        assertThat(meaning("entry", "phone_remarks")).contains(Meaning.FREE_TEXT);
        assertThat(meaning("entry", "visit_details")).contains(Meaning.FREE_TEXT);
        assertThat(meaning("entry", "phone_details")).contains(Meaning.PHONE);
        assertThat(meaning("entry", "address_details")).contains(Meaning.ADDRESS);
        assertThat(meaning("email_templates", "subject")).isEmpty();
        assertThat(meaning("pipelines", "content")).isEmpty();
        assertThat(meaning("entry", "supervisory_body")).isEmpty();
        assertThat(meaning("entry", "remark_ids")).isEmpty();
    }

    @Test
    void programsHaveNoNamesOfPersons() {
        assertThat(meaning("oauth_clients", "name")).isEmpty();
        assertThat(meaning("clients", "name")).contains(Meaning.PERSON_NAME);
    }

    @Test
    void aJobHasAWageThatIsNobodys() {
        assertThat(meaning("job_postings", "salary")).isEmpty();
        assertThat(meaning("employees", "salary")).contains(Meaning.INCOME);
    }

    @Test
    void aCompanyHasALegalName() {
        assertThat(meaning("suppliers", "legal_name")).isEmpty();
        assertThat(meaning("entry", "legal_name")).contains(Meaning.PERSON_NAME);
    }

    /** As the names of members of a document without a name are. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "name", "to", "city", "value", "number", "_", ""})
    void aTableNeedNoName(String column) {
        assertThat(meaning("", column)).isEmpty();
        assertThat(meaning("_", column, column)).isEmpty();
        assertThat(ColumnComments.meaning("", column, "...")).isEmpty();
    }

    /** Switched off, as a rule. */
    @Test
    void whatIsDisabledIsNoPerson() {
        assertThat(meaning("entry", "disabled")).isEmpty();
        assertThat(meaning("entry", "disability")).contains(Meaning.TRAIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ethnic_group", "disability_type", "number_of_children", "has_disability", "family_status"})
    void aTraitIsOneInWhateverForm(String column) {
        assertThat(meaning("entry", column)).contains(Meaning.TRAIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "race_type",
                "show_gender",
                "mobile_check",
                "login_url",
                "awarding_body_code",
                "otp_timestamp",
                "token_public_key",
                "password_template_id"
            })
    void whatBelongsToSomethingElseIsNotPersonal(String column) {
        assertThat(meaning("entry", column)).isEmpty();
    }

    @Test
    void textsOfSettingsAreWrittenForAll() {
        assertThat(meaning("form_settings", "closing_message")).isEmpty();
        assertThat(meaning("forms", "closing_message")).contains(Meaning.FREE_TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "x17, E-mail of the customer, EMAIL",
        "x17, the date of birth, BIRTH",
        "doc_number, Passport number, NATIONAL_NUMBER",
        "x17, Telephone where to call in the evening, PHONE"
    })
    void aCommentIsAboutWhatComesFirst(String column, String comment, Meaning meaning) {
        assertThat(ColumnComments.meaning("entry", column, comment)).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "entry, x17, The type of call that the e-mail led to",
        "entry, x17, Whether the telephone was answered",
        "entry, x17, Sum that was sent by mail",
        "entry, x17, Date on which the passport was seen",
        "entry, call_status, Telephone of the customer",
        "clinics, x17, Address of the clinic"
    })
    void whatItMentionsBesidesIsNotWhatItIsAbout(String table, String column, String comment) {
        assertThat(ColumnComments.meaning(table, column, comment)).isEmpty();
    }
}

package dev.dbsync.core.classify;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns as sixteen kinds of businesses have them, each line: table, column, type, {@code +} for personal or {@code -}
 * for harmless, and the maker of its values. Half of them only look personal, or look like nothing.
 *
 * <p>Those of {@link #HELD_OUT} were written before the classifier was run on any, and it is not tuned on them.
 */
final class CorpusDomains {

    static final Map<String, String> TUNED_ON = new LinkedHashMap<>();
    static final Map<String, String> HELD_OUT = new LinkedHashMap<>();

    static {
        TUNED_ON.put("shop", """
                customers email text + email
                customers full_name text + fullName
                customers mobile_phone text + phoneIntl
                customers shipping_street text + street
                customers zip text + zip
                customers city text + city
                customers date_of_birth date + birth
                customers password_hash text + bcrypt
                customers newsletter_token text + token
                orders delivery_note text + noteWithPhone
                orders card_number text + card
                orders customer_ip inet + ipv4
                reviews body text + noteWithEmail
                products product_name text - productName
                products sku text - sku
                products ean text - ean13
                products description text - description
                products color text - color
                orders order_number text - digits16
                orders tracking_code text - tracking
                orders currency text - currency
                orders status text - status
                warehouses city text - city
                warehouses street text - street
                products image_file text - fileName
                products main_image_sha256 text - sha256
                coupons coupon_code text - code8
                """);
        TUNED_ON.put("health", """
                patients vorname text + firstName
                patients nachname text + lastName
                patients geburtsdatum date + birth
                patients versichertennummer text + medical
                patients krankenkasse_telefon text + phoneDe
                patients diagnose text + diagnosis
                patients blutgruppe text + bloodGroup
                patients mrn text + medical
                patients emergency_contact text + fullName
                encounters physician text + fullName
                encounters anamnesis text + notePlain
                messages free_text text + noteWithPhone
                patients nhs_number text + nhs
                drugs drug_name text - productName
                drugs atc_code text - code7
                drugs pzn text - digits8
                wards ward_name text - department
                lab_tests loinc text - loinc
                lab_tests unit text - unit
                lab_tests device_serial text - serial
                lab_tests reference_range text - range
                encounters encounter_type text - status
                encounters room text - room
                drugs leaflet_url text - url
                drugs batch text - batch
                lab_tests method_version text - version4
                """);
        TUNED_ON.put("bank", """
                accounts iban text + iban
                accounts holder text + fullName
                clients ssn text + ssn
                clients tax_id text + steuerId
                clients annual_income numeric + salary
                clients e_mail text + email
                cards pan text + cardSpaced
                cards cvv text + digits3
                transfers remittance_info text + noteWithIban
                transfers counterparty_iban text + iban
                logins client_ip text + ipv4
                logins session_token text + token
                clients passport_no text + passport
                accounts account_type text - status
                accounts branch_code text - code8
                accounts bic_of_branch text - bic
                securities isin text - isin
                securities wkn text - code6
                securities name text - productName
                rates rate_name text - status
                rates currency_pair text - currencyPair
                transfers transfer_reference text - digits16
                transfers booking_date date - dateRecent
                terminals terminal_id text - serial
                terminals firmware_version text - version4
                statements file_checksum text - sha256
                """);
        TUNED_ON.put("hr", """
                employees first_name text + firstName
                employees surname text + lastName
                employees work_email text + email
                employees private_phone text + phoneUs
                employees salary numeric + salary
                employees national_insurance_no text + nino
                employees bank_account text + iban
                employees gender text + gender
                employees home_address text + fullAddress
                employees marital_status text + status
                applicants cover_letter text + noteWithEmail
                applicants linkedin text + profileUrl
                reviews reviewer text + fullName
                departments department_name text - department
                departments cost_center text - digits6
                positions job_title text - jobTitle
                positions pay_grade text - code2
                positions salary_band text - code2
                training course_title text - courseTitle
                training certificate_template text - fileName
                employees employment_type text - status
                employees entry_date date - dateRecent
                locations office_city text - city
                locations building text - room
                assets asset_tag text - serial
                assets model text - productName
                """);
        TUNED_ON.put("school", """
                students student_name text + fullName
                students email_parent text + email
                students dob date + birth
                students adres text + street
                students religion text + religion
                guardians guardian_phone text + phoneIntl
                guardians naam text + fullName
                teachers bsn text + bsn
                teachers voornaam text + firstName
                teachers achternaam text + lastName
                reports remarks text + notePlain
                students photo_url text + profileUrl
                courses title text - courseTitle
                courses course_code text - code6
                courses isbn text - isbn13
                courses syllabus text - description
                rooms room_number text - room
                exams exam_name text - courseTitle
                exams grading_scheme text - status
                books author_publisher text - company
                books book_title text - courseTitle
                library barcode text - ean13
                library shelf text - code6
                timetable weekday text - weekday
                timetable period text - status
                files mime_type text - mime
                """);
        TUNED_ON.put("logistics", """
                drivers driver_name text + fullName
                drivers licence_number text + passport
                drivers handy text + phoneDe
                consignments consignee text + fullName
                consignments consignee_address text + fullAddress
                consignments consignee_phone text + phoneUs
                consignments sender_email text + email
                consignments signature_name text + lastNameFirst
                consignments delivery_instructions text + noteWithPhone
                gps_tracks latitude numeric + latitude
                gps_tracks longitude numeric + longitude
                vehicles axle_config text - code3
                vehicles vin text - vin
                consignments awb text - digits11
                consignments container_no text - container
                consignments incoterm text - code3
                hubs iata text - iata
                hubs unlocode text - code5
                hubs hub_address text - street
                hubs depot_city text - city
                parcels parcel_barcode text - digits16
                parcels dimensions text - dimensions
                parcels weight_class text - status
                routes route_name text - route
                routes cron text - cron
                scanners firmware text - version4
                """);
        TUNED_ON.put("telecom", """
                subscribers msisdn text + phoneBare
                subscribers imsi text + digits15
                subscribers imei text + imei
                subscribers nom text + lastName
                subscribers prenom text + firstName
                subscribers adresse text + street
                subscribers courriel text + email
                subscribers numero_secu text + nir
                cdr caller text + phoneIntl
                cdr callee text + phoneIntl
                sessions mac_address text + mac
                sessions assigned_ip text + ipv6
                support_tickets transcript text + noteWithPhone
                support_tickets subject text - ticketSubject
                cells cell_id text - digits6
                cells cell_name text - code8
                tariffs tariff_name text - productName
                tariffs ussd_code text - ussd
                tariffs phone_model text - productName
                devices tac text - digits8
                devices os_version text - version4
                devices device_model text - productName
                invoices invoice_number text - invoiceNo
                invoices pdf_path text - path
                network_elements vendor text - company
                network_elements software_release text - version3
                """);
        TUNED_ON.put("insurance", """
                policyholders nombre text + firstName
                policyholders apellidos text + lastName
                policyholders dni text + dni
                policyholders fecha_nacimiento date + birth
                policyholders telefono text + phoneIntl
                policyholders correo text + email
                policyholders direccion text + street
                claims claim_description text + noteWithName
                claims witness text + fullName
                claims damage_report jsonb + jsonContact
                claims contact_emails text[] + arrayEmails
                policies beneficiary_name text + fullName
                medical_reports diagnosis text + diagnosis
                policies policy_number text - policyNo
                policies product text - productName
                policies coverage_type text - status
                policies terms_version text - version3
                policies start_date date - dateRecent
                claims claim_status text - status
                claims cause_code text - code3
                claims adjuster_team text - department
                claims attachment_name text - fileName
                claims settings jsonb - jsonSettings
                risk_models model_hash text - sha256
                risk_models parameters jsonb - jsonSettings
                tariff_zones zone_name text - city
                """);
        TUNED_ON.put("government", """
                citizens pesel text + pesel
                citizens imie text + firstName
                citizens nazwisko text + lastName
                citizens adres_zamieszkania text + street
                citizens data_urodzenia date + birth
                citizens obywatelstwo text + country
                citizens nr_dowodu text + passport
                citizens email_kontaktowy text + email
                voters voter_name text + fullName
                voters polling_notes text + noteWithPhone
                tax_returns cpf text + cpf
                tax_returns declared_income numeric + salary
                tax_returns refund_iban text + iban
                permits permit_type text - status
                permits permit_number text - permitNo
                permits form_version text - version3
                offices office_name text - department
                offices office_street text - street
                offices opening_hours text - openingHours
                laws paragraph text - paragraph
                laws title text - courseTitle
                laws full_text text - description
                documents document_hash text - sha256
                documents storage_key text - path
                municipalities municipality text - city
                municipalities nuts_code text - code5
                """);
        TUNED_ON.put("social", """
                users username text + userName
                users display_name text + fullName
                users bio text + notePlain
                users recovery_email text + email
                users last_login_ip text + ipv4
                users phone_number text + phoneUs
                users two_factor_secret text + token
                messages content text + noteWithEmail
                messages sender_handle text + userName
                profiles relationship_status text + status
                profiles sexual_orientation text + gender
                profiles website text + profileUrl
                oauth_accounts access_token text + jwt
                oauth_accounts provider text - status
                posts hashtag text - slug
                posts language_code text - code2
                posts visibility text - status
                posts media_type text - mime
                media file_name text - fileName
                media blurhash text - code28
                media etag text - md5
                groups group_name text - department
                groups slug text - slug
                emojis shortcode text - slug
                notifications template_key text - slug
                notifications email_subject text - ticketSubject
                """);
        TUNED_ON.put("gaming", """
                players gamer_tag text + userName
                players mail text + email
                players real_name text + fullName
                players country_of_residence text + country
                players birth_year integer + year
                players steam_profile text + profileUrl
                bans ip_address text + ipv4
                bans hardware_id text + sha256
                bans reason_notes text + noteWithName
                payments card_last_holder text + fullName
                payments paypal_email text + email
                chat_log message text + noteWithEmail
                support player_phone text + phoneDe
                characters character_name text - fantasyName
                characters race text - status
                characters class text - status
                items item_name text - productName
                items rarity text - status
                items icon_path text - path
                levels level_name text - fantasyName
                levels map_seed text - digits11
                servers server_name text - hostName
                servers build_version text - version4
                guilds guild_name text - fantasyName
                quests quest_text text - description
                matches replay_checksum text - md5
                """);
        TUNED_ON.put("iot", """
                owners owner_name text + fullName
                owners owner_email text + email
                owners household_address text + fullAddress
                owners mobil text + phoneDe
                devices wifi_password text + password
                devices mac text + mac
                devices api_key text + token
                devices registered_to text + email
                devices last_seen_ip text + ipv4
                doorbell_events visitor_name text + fullName
                doorbell_events voice_transcript text + noteWithPhone
                health_bands heart_condition text + diagnosis
                locations user_latitude numeric + latitude
                devices serial_number text - serial
                devices firmware_version text - version4
                devices model_name text - productName
                devices hardware_revision text - code3
                devices certificate_fingerprint text - sha256
                sensors sensor_type text - status
                sensors unit text - unit
                sensors calibration jsonb - jsonSettings
                sensors topic text - path
                gateways hostname text - hostName
                gateways region text - iata
                rules rule_expression text - cron
                alerts alert_text text - ticketSubject
                """);
        HELD_OUT.put("travel", """
                passengers nome text + firstName
                passengers cognome text + lastName
                passengers passaporto text + passport
                passengers data_nascita date + birth
                passengers frequent_flyer_no text + medical
                bookings lead_traveller text + fullName
                bookings contact_mail text + email
                bookings telefono_cellulare text + phoneIntl
                bookings special_requests text + noteWithPhone
                bookings payer_card text + cardSpaced
                checkins remote_ip text + ipv4
                hotel_guests guest text + lastNameFirst
                visa_applications place_of_birth text + city
                flights flight_number text - code6
                flights departure_airport text - iata
                flights aircraft_registration text - code5
                flights gate text - room
                hotels hotel_name text - fantasyName
                hotels address text - street
                hotels city text - city
                rooms room_type text - status
                fares fare_basis text - code8
                fares rule_text text - description
                bookings record_locator text - code6
                bookings channel text - status
                tickets ticket_number text - digits15
                airports icao text - code5
                """);
        HELD_OUT.put("legal", """
                cases plaintiff text + fullName
                cases defendant text + fullName
                cases judge_name text + fullName
                case_notes memo text + noteWithName
                parties aktenzeichen_person text + passport
                parties anschrift text + fullAddress
                parties steuernummer text + steuerId
                parties bankverbindung text + iban
                parties rufnummer_privat text + phoneDe
                hearings witness_phone text + phoneUs
                lawyers lawyer_email text + email
                e_signatures signer_ip text + ipv6
                portal_logins passwort text + bcrypt
                cases docket_number text - permitNo
                cases court text - department
                cases case_type text - status
                cases filing_date date - dateRecent
                statutes statute_title text - courseTitle
                statutes citation text - paragraph
                documents doc_hash text - sha256
                documents doc_path text - path
                documents template_name text - fileName
                invoices matter_code text - code6
                invoices currency text - currency
                courts court_city text - city
                courts opening text - openingHours
                exhibits exhibit_label text - room
                """);
        HELD_OUT.put("energy", """
                contratantes nome_completo text + fullName
                contratantes morada text + street
                contratantes telemovel text + phoneIntl
                contratantes contribuinte text + cpf
                contratantes correio_eletronico text + email
                klanten rekeningnummer text + iban
                klanten geboortedatum date + birth
                klanten opmerkingen text + noteWithEmail
                meter_readings submitted_by text + email
                installers ingenieur text + fullName
                installers mobiel_nummer text + phoneBare
                smart_homes router_mac text + mac
                households occupants_note text + noteWithName
                meters meter_serial text - serial
                meters meter_model text - productName
                meters firmware text - version4
                meters ean_code text - ean13
                tariffs tarief_naam text - productName
                tariffs valid_zone text - city
                substations substation_name text - fantasyName
                substations plaats text - city
                outages cause text - status
                outages public_message text - ticketSubject
                contracts contract_number text - policyNo
                contracts product_type text - status
                billing_runs run_checksum text - md5
                billing_runs output_file text - fileName
                """);
        HELD_OUT.put("charity", """
                donors donor text + fullName
                donors e_mail_address text + email
                donors home_tel text + phoneUs
                donors postal_address text + fullAddress
                donors religious_affiliation text + religion
                donations card_no text + card
                donations dedication text + noteWithName
                volunteers nazwisko_i_imie text + lastNameFirst
                volunteers telefon_kontaktowy text + phoneIntl
                volunteers pesel_nr text + pesel
                volunteers emergency_contact_name text + fullName
                volunteers blood_group text + bloodGroup
                beneficiaries case_story text + noteWithName
                campaigns campaign_name text - courseTitle
                campaigns slogan text - ticketSubject
                campaigns landing_page text - url
                campaigns utm_source text - status
                projects project_title text - courseTitle
                projects country text - city
                projects iban_required text - status
                receipts receipt_no text - invoiceNo
                receipts pdf_checksum text - sha256
                newsletters subject text - ticketSubject
                newsletters sender_profile text - slug
                events venue text - department
                events venue_city text - city
                events event_code text - code8
                """);
    }

    private CorpusDomains() {}
}

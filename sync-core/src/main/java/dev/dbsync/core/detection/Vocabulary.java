package dev.dbsync.core.detection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that names of columns tell of persons by, in English, German, French, Spanish, Italian, Dutch, Portuguese
 * and Polish, without accents. Words that mean much else in one of these languages are left out.
 */
final class Vocabulary {

    /**
     * What is said of one meaning.
     *
     * @param words each by itself
     * @param phrases words that follow each other
     */
    record Terms(Set<String> words, List<List<String>> phrases) {}

    /** The more telling come first: an e-mail address is no address. */
    static final Map<Meaning, Terms> TERMS = new LinkedHashMap<>();

    static {
        put(
                Meaning.EMAIL,
                "email emails mail mails mailbox emailaddress mailaddress emailadresse mailadresse courriel correo"
                        + " epost eposta emailadres",
                "e mail",
                "correo electronico",
                "adres email",
                "posta elettronica");
        put(
                Meaning.IP_ADDRESS,
                "ip ipaddress ipaddr ipv4 ipv6 ipadresse remoteip clientip ipadres",
                "remote addr",
                "remote address",
                "client addr");
        put(
                Meaning.DEVICE,
                "imei imsi iccid meid udid idfa gaid aaid msisdnhash mac macaddress macadresse deviceid",
                "device id",
                "hardware id",
                "device identifier",
                "advertising id",
                "hardware address");
        put(
                Meaning.PHONE,
                "phone phones telephone telephones telefon tel mobile mobil cell cellphone handy fax msisdn whatsapp sms"
                        + " phoneno phonenum phonenumber mobilenumber telefonnummer handynummer mobilnummer rufnummer"
                        + " faxnummer telnr telno mobilno telephonenumber portable gsm telefono movil celular cellulare"
                        + " telefoon telefoonnummer mobiel telefone telemovel komorka landline homephone workphone faxno",
                "contact number",
                "call number",
                "numero telephone");
        put(
                Meaning.CARD_NUMBER,
                "ccnum creditcard cardnumber cardno ccnumber pan kreditkarte kreditkartennummer"
                        + " kartennummer tarjeta creditcardnumber",
                "card number",
                "card no",
                "card num",
                "credit card",
                "debit card",
                "numero carte",
                "numero tarjeta",
                "numero carta",
                "numer karty",
                "cc number",
                "cc num",
                "cc no");
        put(
                Meaning.BANK_ACCOUNT,
                "iban bban kontonummer kontonr bankverbindung accountnumber bankkonto rekeningnummer bankaccount"
                        + " ccc cuentabancaria rib",
                "bank account",
                "account number",
                "account no",
                "account num",
                "acct no",
                "acct number",
                "acct num",
                "sort code",
                "routing number",
                "konto nummer",
                "numero compte",
                "numero cuenta",
                "cuenta bancaria",
                "numer konta",
                "numero conto",
                "conto corrente",
                "conta bancaria");
        put(
                Meaning.NATIONAL_NUMBER,
                "ssn sin nin nino itin tin nif nie dni cpf curp bsn pesel aadhaar aadhar ahv svnr svn nhs npi mrn cnp egn"
                        + " rfc nir insee sozialversicherungsnummer steuernummer steuerid steueridnr idnr passport"
                        + " passportno reisepass reisepassnummer ausweis ausweisnummer personalausweis fuehrerschein"
                        + " licence license personnummer fodselsnummer taxid taxno taxnumber vatid cnpj codicefiscale"
                        + " burgerservicenummer rijksregisternummer nationalid personalid idnumber rutnumber socialsec"
                        + " socialsecurity rvnr krankenversicherungsnummer versichertennummer passeport pasaporte"
                        + " passaporto paspoort paszport rg cedula nationalregister versichertennr",
                "tax id",
                "tax number",
                "tax no",
                "tax num",
                "vat id",
                "vat number",
                "vat no",
                "vat nr",
                "national id",
                "national number",
                "personal id",
                "personal number",
                "identity number",
                "identity card",
                "id number",
                "id card",
                "social security",
                "social insurance",
                "insurance number",
                "ni number",
                "insurance no",
                "health number",
                "driver license",
                "driver licence",
                "drivers license",
                "driving licence",
                "driving license",
                "license number",
                "passport number",
                "codice fiscale",
                "securite sociale",
                "numero secu",
                "carte identite",
                "seguridad social",
                "carta identita",
                "numer pesel",
                "numer dowodu",
                "dowod osobisty",
                "steuer id",
                "steuer nummer",
                "sozialversicherungs nummer",
                "medical record",
                "patient number",
                "patient no");
        put(
                Meaning.BIRTH,
                "birth birthday birthdate birthyear birthplace dob yob born geburt geburtsdatum geburtstag geburtsort"
                        + " gebdat gebdatum geboortedatum geboren naissance nacimiento nascita nascimento urodzenia"
                        + " death deceased todestag bday",
                "date naissance",
                "fecha nacimiento",
                "data nascita",
                "data nascimento",
                "data urodzenia",
                "geb datum",
                "date of birth");
        put(
                Meaning.SECRET,
                "cvv cvc password passwords passwd pwd passwort kennwort passphrase token tokens secret secrets apikey apitoken"
                        + " accesstoken refreshtoken otp totp motdepasse contrasena wachtwoord senha haslo credential"
                        + " credentials privatekey pincode passwordhash salt pin mdp sessionkey authkey",
                "security code",
                "api key",
                "private key",
                "secret key",
                "access key",
                "encryption key",
                "session id",
                "session key",
                "auth key",
                "auth code",
                "code verifier",
                "verification code",
                "login code",
                "recovery code",
                "recovery codes",
                "backup codes",
                "reset code",
                "mot passe",
                "mot de",
                "security answer",
                "secret answer");
        put(
                Meaning.LOCATION,
                "latitude longitude lat lng lon geolocation geopoint coordinates breitengrad laengengrad gps latlng"
                        + " latlon",
                "geo location",
                "geo point",
                "last location",
                "current location");
        put(
                Meaning.INCOME,
                "salary salaries wage wages gehalt lohn income einkommen payroll salaire salario stipendio salaris"
                        + " wynagrodzenie grossincome netincome bonus",
                "base pay",
                "gross pay",
                "net pay",
                "hourly rate");
        put(
                Meaning.TRAIT,
                "obywatelstwo cittadinanza nacionalidade nationaliteit citizenship illness disease gender sex geschlecht sexe genero sesso geslacht plec religion religious confession konfession ethnicity"
                        + " ethnic race orientation sexual pregnant hiv disability diagnosis diagnose diagnoses"
                        + " diagnostic diagnostico diagnosi diagnoza bloodtype bloodgroup blutgruppe nationality"
                        + " staatsangehoerigkeit nationalite nacionalidad allergy allergies allergien maritalstatus"
                        + " familienstand occupation profession beruf union unionmember politicalparty anamnesis anamnese symptoms icd10 vorerkrankung",
                "marital status",
                "civil status",
                "family status",
                "family situation",
                "situation familiale",
                "etat civil",
                "estado civil",
                "stato civile",
                "number children",
                "number of children",
                "nombre enfants",
                "nombre hijos",
                "ethnic group",
                "ethnic background",
                "relationship status",
                "heart condition",
                "skin condition",
                "mental condition",
                "chronic condition",
                "blood type",
                "blood group",
                "blood pressure",
                "blood sugar",
                "blood glucose",
                "heart rate",
                "body weight",
                "political party",
                "political opinion",
                "trade union",
                "medical condition",
                "medical history",
                "health condition",
                "criminal record",
                "icd code");
        put(
                Meaning.ADDRESS,
                "street strasse str address addr addressline adresse anschrift rue calle straat adres direccion"
                        + " indirizzo endereco ulica hausnummer hausnr streetaddress zip zipcode plz postcode postalcode"
                        + " postleitzahl codepostal codigopostal wohnort domicile residence wohnadresse lieferadresse"
                        + " rechnungsadresse domicilio morada logradouro woonplaats huisnummer adr anschriftzeile",
                "street address",
                "house number",
                "house no",
                "postal code",
                "post code",
                "zip code",
                "code postal",
                "codigo postal",
                "kod pocztowy",
                "address line");
        put(
                Meaning.PERSON_NAME,
                "firstname lastname fullname surname middlename maidenname nickname vorname nachname familienname forename"
                        + " realname givenname familyname prenom prenoms apellido apellidos cognome voornaam"
                        + " achternaam sobrenome imie nazwisko displayname geburtsname rufname legalname namensanschrift"
                        + " primernombre patronymic spitzname contactname initials",
                "first name",
                "last name",
                "full name",
                "sur name",
                "given name",
                "family name",
                "middle name",
                "maiden name",
                "display name",
                "real name",
                "legal name",
                "contact name",
                "preferred name",
                "previous name",
                "former name",
                "birth name",
                "name first",
                "name last",
                "f name",
                "l name",
                "emergency contact",
                "next kin",
                "next of",
                "primer nombre",
                "nombre completo",
                "nome completo",
                "nom famille",
                "nom usage",
                "nom naissance",
                "nom complet");
        put(
                Meaning.USER_NAME,
                "username login loginname screenname benutzername anmeldename identifiant gebruikersnaam utilizador"
                        + " nomeutente nombreusuario userhandle gamertag",
                "user name",
                "login name",
                "screen name",
                "login id",
                "gamer tag",
                "twitter handle",
                "social handle",
                "social media",
                "skype id",
                "telegram id",
                "facebook id");
        put(
                Meaning.FREE_TEXT,
                "note notes comment comments remark remarks bio biography aboutme memo feedback message messages"
                        + " bemerkung bemerkungen notiz notizen kommentar anmerkung anmerkungen freitext"
                        + " commentaire commentaires remarque remarques notas comentario comentarios observaciones"
                        + " opmerking opmerkingen uwagi osservazioni observacoes nachricht transcript chat body"
                        + " correspondence testimonial freetext annotations details suggestion suggestions",
                "additional information",
                "further information",
                "personal statement",
                "witness statement",
                "about me",
                "free text",
                "case notes");
    }

    /** Words that are run together with others. */
    static final Set<String> KNOWN = NameWords.all(
            TERMS.values().stream()
                    .flatMap(terms -> Stream.concat(
                            terms.words().stream(), terms.phrases().stream().flatMap(List::stream)))
                    .collect(Collectors.toSet()),
            Whose.PERSONS,
            Whose.ATTRIBUTES,
            Whose.THINGS,
            NameWords.set("name names nummer numero number home work private business billing shipping delivery"
                    + " primary secondary alternate emergency last first old new personal company firma"
                    + " adresse haupt privat geschaeft rechnung liefer next kin cust emp usr pat"));

    private Vocabulary() {}

    private static void put(Meaning meaning, String words, String... phrases) {
        TERMS.put(
                meaning,
                new Terms(
                        NameWords.set(words),
                        Stream.of(phrases)
                                .map(phrase -> List.of(phrase.split(" ")))
                                .toList()));
    }
}

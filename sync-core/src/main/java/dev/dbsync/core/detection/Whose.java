package dev.dbsync.core.detection;

import java.util.Set;

/** The words by which a name says whom or what it is about, in the same languages as {@link Vocabulary}. */
final class Whose {

    /** What a person is called in relation to a business, in one and in many. */
    static final Set<String> PERSONS = NameWords.set(
            "user users customer customers client clients person persons people"
                    + " patient patients employee employees member members contact contacts student students teacher teachers"
                    + " subscriber subscribers citizen citizens applicant applicants candidate candidates guest guests resident"
                    + " residents player players driver drivers staff owner owners recipient recipients profile profiles"
                    + " lead leads beneficiary beneficiaries claimant claimants policyholder policyholders insured voter voters"
                    + " donor donors parent parents guardian guardians child children witness witnesses borrower borrowers"
                    + " sender senders holder holders author authors doctor doctors physician nurse manager worker workers"
                    + " passenger passengers traveler travelers tenant tenants buyer buyers seller sellers cardholder consignee"
                    + " payer payee visitor visitors participant participants pupil pupils relative spouse colleague agent"
                    + " learner trainee apprentice tutor mentor professor lecturer referee nominee signatory volunteer veteran"
                    + " soldier prisoner inmate offender defendant plaintiff victim suspect refugee migrant appellant"
                    + " practitioner clinician prescriber midwife therapist carer caregiver attorney lawyer solicitor judge"
                    + " mother father sibling husband wife admins administrator inspector officer"
                    + " reviewer approver requester requestor reporter assignee creator trustee shareholder"
                    + " kunde kunden kundin benutzer nutzer mitarbeiter patienten patientin schueler lehrer versicherte"
                    + " versicherter buerger einwohner mitglied mitglieder ansprechpartner empfaenger absender bewerber fahrer"
                    + " angestellte mieter inhaber halter eltern kind arzt teilnehmer antragsteller sachbearbeiter betreuer"
                    + " auszubildende studierende gutachter"
                    + " utilisateur utilisateurs employe employes eleve eleves salarie salaries personne personnes adherent"
                    + " titulaire destinataire expediteur conducteur medecin usager usagers demandeur demandeurs stagiaire"
                    + " stagiaires apprenant allocataire candidat candidats enfant enfants"
                    + " cliente clientes usuario usuarios empleado empleados paciente pacientes alumno alumnos persona personas"
                    + " titular destinatario beneficiario medico estudiante estudiantes trabajador trabajadores solicitante"
                    + " utente utenti dipendente dipendenti clienti paziente pazienti alunno alunni intestatario"
                    + " klant klanten gebruiker gebruikers medewerker medewerkers leerling leerlingen personen deelnemer"
                    + " deelnemers aanvrager aanvragers burger burgers"
                    + " funcionario funcionarios aluno alunos pessoa pessoas"
                    + " uzytkownik uzytkownicy klient klienci pracownik pracownicy pacjent pacjenci osoba osoby uczen uczniowie");

    /**
     * A text that is called so alone is a name of one: an {@code author}, and no {@code agent}, {@code client} or
     * {@code child}, which programs and trees have, too.
     */
    static final Set<String> NAMED = NameWords.set("author reviewer approver requester requestor reporter assignee"
            + " physician doctor nurse clinician practitioner prescriber patient customer employee applicant candidate"
            + " claimant recipient sender payer payee cardholder consignee signatory guest passenger driver tenant"
            + " beneficiary witness referee volunteer judge teacher trainee student spouse"
            + " ansprechpartner sachbearbeiter antragsteller patientin destinataire expediteur medecin");

    /** The same behind another word: an {@code officer} alone may be anything. */
    static final Set<String> NAMED_WITH_MORE =
            NameWords.set("officer supervisor surgeon dentist lawyer clerk instructor midwife therapist mother father"
                    + " husband wife");

    /** A name of which the last word is one of these is about what the words before it only belong to. */
    static final Set<String> ATTRIBUTES =
            NameWords.set("type types status state count counts template templates subject"
                    + " verified verification enabled disabled format version model policy length size kind category at sent"
                    + " confirmed confirmation optin optout allowed required label color price total rate limit attempts flag"
                    + " preference preferences pref valid validated validity provider expiry expires expired expiration updated"
                    + " created changed bounced bounces subscribed unsubscribed opened clicked score rank group level mode"
                    + " source reason priority quota plan tier index position order sort visible public mandatory hint"
                    + " prompt pattern regex mask placeholder queue server host port protocol interval frequency language"
                    + " locale brand vendor manufacturer shipped delivered received days hours minutes seconds months"
                    + " band grade bracket domain guesses tries typ anzahl stand vorlage art");

    static final Set<String> BEFORE_ATTRIBUTES = NameWords.set("is has can num number count max min total allow allows"
            + " enable enables send sends require requires show hide use uses should was nr anzahl nb no need needs"
            + " default sample example dummy");

    /** Things, and what names and numbers they have. */
    static final Set<String> THINGS = NameWords.set("product products item items article articles sku ean gtin upc isbn"
            + " issn barcode brand model file files filename document image media asset folder path mime"
            + " host hostname server domain database table column schema field property attribute class package module"
            + " function method event topic queue stream job task process thread service app application"
            + " device sensor machine vehicle engine part component material batch lot serial order orders invoice"
            + " shipment parcel package tracking warehouse store shop branch office hub site location venue facility plant outlet organisation organization authority institution company council agency depot station airport port terminal"
            + " country region state province county currency language locale timezone unit category tag label"
            + " version release build commit revision checksum sha sha256 md5 crc etag digest fingerprint firmware"
            + " color colour size status type kind role permission group team department project campaign"
            + " course subject class lesson exam grade school room building floor drug medicine medication"
            + " procedure test lab ward plan tariff policy contract product contract coverage channel network cell"
            + " node cluster region game level quest guild weapon achievement character skin team league map"
            + " city cities town towns municipality street streets bank banks iata icao iso unlocode carrier flight"
            + " metric gauge alert rule template layout theme page screen button icon menu title slug key code"
            + " produkt artikel datei lager filiale standort abteilung kurs fach produit article fichier entrepot"
            + " magasin service producto archivo almacen tienda prodotto magazzino negozio product bestand winkel"
            + " produto arquivo loja produkt plik magazyn sklep");

    /**
     * Tables whose last word is one of these have addresses that are public; their columns may mean persons by such
     * words, as {@code hospital_number} does.
     */
    static final Set<String> PLACES = NameWords.set("provider university college hospital clinic pharmacy surgery"
            + " employer supplier vendor territory zone sector district place restaurant hotel church charity trust"
            + " stop landmark schule hochschule krankenhaus klinik praxis apotheke ort lieu lieux etablissement ecole"
            + " hopital commune territoire escuela hospitales ospedale scuola ziekenhuis gemeente szkola szpital");

    private Whose() {}

    /** In one or in many. */
    static boolean isPerson(String word) {
        return in(PERSONS, word);
    }

    /** In one or in many. */
    static boolean isThing(String word) {
        return in(THINGS, word);
    }

    /** In one or in many. */
    static boolean isPlace(String word) {
        return in(PLACES, word);
    }

    private static boolean in(Set<String> words, String word) {
        return words.contains(word)
                || (word.endsWith("s") && words.contains(word.substring(0, word.length() - 1)))
                || (word.endsWith("ies") && words.contains(word.substring(0, word.length() - 3) + "y"))
                || (word.endsWith("es") && words.contains(word.substring(0, word.length() - 2)));
    }
}

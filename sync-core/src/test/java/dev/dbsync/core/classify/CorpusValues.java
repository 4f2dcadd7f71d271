package dev.dbsync.core.classify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Makes values of each sort, always the same for the same seed. All persons and numbers are invented. */
final class CorpusValues {

    private static final String[] FIRST = ("Anna Peter Maria Jan Sofia Lukas Emma Paul Julia Thomas Laura Pierre Carmen"
                    + " Giulia Marek Zofia Ines Joao Femke Sven Thibault Oksana Rajesh Keiko Dmitri Svetlana Nils Aiko"
                    + " Gwendolyn Torsten Ludmila Baptiste")
            .split(" ");
    private static final String[] LAST =
            ("Schmidt Novak Garcia Rossi Dubois Jansen Kowalski Silva Andersson Murphy Keller"
                            + " Fischer Lopez Bianchi Moreau Bakker Wisniewska Santos Larsson Walsh Huber Vogel Ortega Conti"
                            + " Petit Visser Zielinski Costa Berg Brennan Yamada Patel")
                    .split(" ");
    private static final String[] CITY =
            "Berlin Hamburg Lyon Sevilla Torino Utrecht Porto Gdansk Leeds Graz Basel Gent".split(" ");
    private static final String[] STREET = ("Hauptstraße,Lindenweg,Rue de la Paix,Calle Mayor,Via Roma,Dorpsstraat,Rua"
                    + " Augusta,ul. Dluga,Station Road,Park Avenue")
            .split(",");
    private static final String[] PRODUCT = ("Trail Shoe,Oak Table,Desk Lamp,Steel Kettle,Wool Blanket,Garden Hose,Road"
                    + " Bike,Phone Case,Water Bottle,Card Holder,Name Badge,Mail Box")
            .split(",");
    private static final String[] SIZE = "Mini Plus Pro Max Classic Light XL 2000 Sport Eco".split(" ");
    private static final String[] STATUS = "new active closed pending blocked archived".split(" ");
    private static final String[] SENTENCE =
            ("delivery was late again,please check the invoice,everything was as agreed,the"
                            + " box arrived damaged,will be discussed next week,feels better after the change,asked for a second"
                            + " offer,wants to cancel at the end of the year")
                    .split(",");

    private final Random random;
    private final Map<String, Function<Random, String>> makers = new LinkedHashMap<>();
    private int serial;

    CorpusValues(long seed) {
        random = new Random(seed);
        persons();
        numbers();
        secrets();
        texts();
        things();
        codes();
    }

    String next(String maker) {
        Function<Random, String> made = makers.get(maker);
        if (made == null) {
            throw new IllegalArgumentException("no maker " + maker);
        }
        return made.apply(random);
    }

    private void persons() {
        makers.put("firstName", r -> one(FIRST));
        makers.put("lastName", r -> one(LAST));
        makers.put("fullName", r -> one(FIRST) + " " + one(LAST));
        makers.put("lastNameFirst", r -> one(LAST) + ", " + one(FIRST));
        makers.put("userName", r -> one(FIRST).toLowerCase() + one("_,.,x,99,".split(",", -1)) + r.nextInt(1000));
        makers.put("email", r -> email());
        makers.put("phoneIntl", r -> "+49 1" + (51 + r.nextInt(28)) + " " + digits(7));
        makers.put("phoneDe", r -> "01" + (51 + r.nextInt(28)) + one("/, ,-".split(",")) + digits(7));
        makers.put("phoneUs", r -> "(" + (201 + r.nextInt(700)) + ") " + (200 + r.nextInt(700)) + "-" + digits(4));
        makers.put("phoneBare", r -> "491" + (51 + r.nextInt(28)) + digits(7));
        makers.put("street", r -> one(STREET) + " " + (1 + r.nextInt(180)));
        makers.put("city", r -> one(CITY));
        makers.put("zip", r -> digits(5));
        makers.put("fullAddress", r -> next("street") + ", " + digits(5) + " " + one(CITY));
        makers.put(
                "birth",
                r -> "19" + (40 + r.nextInt(60)) + "-" + two(1 + r.nextInt(12)) + "-" + two(1 + r.nextInt(28)));
        makers.put("year", r -> "" + (1950 + r.nextInt(60)));
        makers.put("gender", r -> one("f,m,d".split(",")));
        makers.put("religion", r -> one("none,catholic,muslim,jewish,protestant".split(",")));
        makers.put("bloodGroup", r -> one("A+,A-,B+,0+,0-,AB+".split(",")));
        makers.put(
                "diagnosis",
                r -> one("J45.0 Asthma,E11 Diabetes,I10 Hypertension,F32.1 Depression,M54 Back pain".split(",")));
        makers.put("country", r -> one("DE,FR,PL,ES,BR,IN,TR".split(",")));
        makers.put("salary", r -> "" + (28_000 + r.nextInt(90_000)));
        makers.put("latitude", r -> "5" + r.nextInt(4) + "." + digits(6));
        makers.put("longitude", r -> "1" + r.nextInt(4) + "." + digits(6));
        makers.put(
                "profileUrl",
                r -> "https://social.example/in/" + one(FIRST).toLowerCase() + "-"
                        + one(LAST).toLowerCase());
    }

    private void numbers() {
        makers.put("iban", r -> iban());
        makers.put("card", r -> luhn("4" + digits(14)));
        makers.put(
                "cardSpaced", r -> luhn("5" + (1 + r.nextInt(5)) + digits(13)).replaceAll("(.{4})(?!$)", "$1 "));
        makers.put("ssn", r -> (100 + r.nextInt(500)) + "-" + two(1 + r.nextInt(99)) + "-" + (1000 + r.nextInt(9000)));
        makers.put("nino", r -> one("AB,CE,JG,PW,SR".split(",")) + digits(6) + one("A,B,C,D".split(",")));
        makers.put("steuerId", r -> steuerId());
        makers.put("bsn", r -> checked(9, new int[] {9, 8, 7, 6, 5, 4, 3, 2, -1}, 11));
        makers.put("nhs", r -> checked(10, new int[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 11));
        makers.put("dni", r -> {
            int number = 10_000_000 + r.nextInt(80_000_000);
            return number + "" + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
        });
        makers.put("nir", r -> {
            String body = (1 + r.nextInt(2)) + two(40 + r.nextInt(60)) + two(1 + r.nextInt(12)) + "75" + digits(6);
            return body + two((int) (97 - Long.parseLong(body) % 97));
        });
        makers.put("pesel", r -> {
            String body = two(40 + r.nextInt(60)) + two(1 + r.nextInt(12)) + two(1 + r.nextInt(28)) + digits(4);
            int sum = 0;
            int[] weights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
            for (int i = 0; i < 10; i++) {
                sum += (body.charAt(i) - '0') * weights[i];
            }
            return body + (10 - sum % 10) % 10;
        });
        makers.put("cpf", r -> cpf());
        makers.put("passport", r -> "C" + digits(2) + one("F,H,K,L".split(",")) + digits(5));
        makers.put("medical", r -> one("A,K,M,X".split(",")) + digits(9));
        makers.put("imei", r -> luhn("35" + digits(12)));
        makers.put(
                "ipv4",
                r -> (11 + r.nextInt(200)) + "." + r.nextInt(256) + "." + r.nextInt(256) + "." + (1 + r.nextInt(254)));
        makers.put("ipv6", r -> "2001:db8:" + hex(2) + ":" + hex(2) + "::" + hex(1));
        makers.put("mac", r -> hex(6).replaceAll("(..)(?!$)", "$1:"));
    }

    private void secrets() {
        makers.put("bcrypt", r -> "$2b$12$" + base62(53));
        makers.put("token", r -> base62(40));
        makers.put("jwt", r -> "eyJ" + base62(30) + ".eyJ" + base62(50) + "." + base62(43));
        makers.put("password", r -> one(CITY) + r.nextInt(100) + "!");
    }

    private void texts() {
        makers.put("notePlain", r -> sentence() + ". " + sentence() + ".");
        makers.put(
                "noteWithPhone", r -> r.nextInt(4) == 0 ? "Call " + next("phoneIntl") + ", " + sentence() : sentence());
        makers.put("noteWithEmail", r -> r.nextInt(5) == 0 ? sentence() + ", write to " + email() : sentence());
        makers.put("noteWithIban", r -> r.nextInt(4) == 0 ? "Refund to " + iban() + ", " + sentence() : sentence());
        makers.put("noteWithName", r -> "Spoke to " + one(FIRST) + " " + one(LAST) + ": " + sentence());
        makers.put(
                "description",
                r -> "A " + one(PRODUCT) + " made of strong material in " + r.nextInt(20)
                        + " parts, easy to clean and built to last for " + (2 + r.nextInt(9)) + " years of daily use");
        makers.put(
                "ticketSubject",
                r -> one("Your order,Reminder,Low battery,Update,Maintenance".split(",")) + " "
                        + one("is ready,was sent,due today,failed,started".split(",")));
        makers.put("jsonContact", r -> "{\"mail\": \"" + email() + "\", \"damage\": \"" + sentence() + "\"}");
        makers.put("jsonSettings", r -> "{\"retries\": " + r.nextInt(9) + ", \"mode\": \"" + one(STATUS) + "\"}");
        makers.put("arrayEmails", r -> "{" + email() + "," + email() + "}");
        makers.put("paragraph", r -> "§ " + (1 + r.nextInt(900)) + " Abs. " + (1 + r.nextInt(5)));
        makers.put("openingHours", r -> "Mo-Fr 0" + (7 + r.nextInt(3)) + ":00-1" + (5 + r.nextInt(4)) + ":30");
    }

    private void things() {
        makers.put("productName", r -> one(PRODUCT) + " " + one(SIZE));
        makers.put(
                "fantasyName",
                r -> one("Iron,Dark,Crystal,Storm,Frozen".split(",")) + " "
                        + one("Keep,Peak,Hollow,Blade,Warden".split(",")) + " " + (1 + r.nextInt(90)));
        makers.put("company", r -> one(LAST) + " " + one("GmbH,Ltd,SA,BV,Press".split(",")));
        makers.put("department", r -> one("Sales,Finance,Support,Cardiology,Ward 3,Logistics,Legal".split(",")));
        makers.put("jobTitle", r -> one("Engineer,Nurse,Clerk,Team Lead,Accountant".split(",")));
        makers.put(
                "courseTitle",
                r -> one("Introduction to,Advanced,Applied,History of".split(",")) + " "
                        + one("Algebra,Chemistry,Trade Law,Statistics,Painting".split(",")));
        makers.put(
                "fileName",
                r -> one("IMG_,scan-,report_".split(",")) + digits(5) + one(".jpg,.pdf,@2x.png".split(",")));
        makers.put(
                "path",
                r -> "/data/" + one(STATUS) + "/" + digits(4) + "/" + one(CITY).toLowerCase() + ".bin");
        makers.put("url", r -> "https://cdn.example/files/" + digits(6) + "/leaflet.pdf");
        makers.put("hostName", r -> one(CITY).toLowerCase() + "-" + digits(2) + ".internal.example");
        makers.put("mime", r -> one("image/png,application/pdf,text/html,video/mp4".split(",")));
        makers.put(
                "slug",
                r -> one("big,blue,fast,old".split(",")) + "-" + one("cat,tree,train,idea".split(",")) + "-"
                        + r.nextInt(99));
        makers.put("route", r -> one(CITY) + " - " + one(CITY));
        makers.put("status", r -> one(STATUS));
        makers.put("color", r -> one("red,green,blue,black,white".split(",")));
        makers.put("weekday", r -> one("Mon,Tue,Wed,Thu,Fri".split(",")));
        makers.put("unit", r -> one("mg,ml,kg,mmol/l,°C".split(",")));
        makers.put("room", r -> one("A,B,C".split(",")) + "." + r.nextInt(5) + digits(2));
        makers.put(
                "dateRecent",
                r -> "202" + (3 + r.nextInt(3)) + "-" + two(1 + r.nextInt(12)) + "-" + two(1 + r.nextInt(28)));
    }

    private void codes() {
        for (int length : new int[] {3, 6, 8, 11, 15, 16}) {
            makers.put("digits" + length, r -> digits(length));
        }
        for (int length : new int[] {2, 3, 5, 6, 7, 8, 28}) {
            makers.put("code" + length, r -> upper(length));
        }
        makers.put("sku", r -> upper(3) + "-" + digits(5));
        makers.put("serial", r -> "SN" + upper(2) + String.format("%08d", ++serial));
        makers.put("batch", r -> "L" + digits(4) + upper(1));
        makers.put("tracking", r -> "1Z" + upper(6) + digits(10));
        makers.put("invoiceNo", r -> "INV-2024-" + digits(6));
        makers.put("permitNo", r -> "P/" + digits(4) + "/2024");
        makers.put("policyNo", r -> "POL" + digits(9));
        makers.put("ean13", r -> ean("40" + digits(10)));
        makers.put("isbn13", r -> ean("978" + digits(9)));
        makers.put("isin", r -> "US" + upper(9) + digits(1));
        makers.put("bic", r -> upper(4) + "DE" + upper(2));
        makers.put("loinc", r -> digits(5) + "-" + digits(1));
        makers.put("range", r -> r.nextInt(9) + "." + r.nextInt(9) + "-" + (10 + r.nextInt(9)) + "." + r.nextInt(9));
        makers.put("version3", r -> r.nextInt(6) + "." + r.nextInt(20) + "." + r.nextInt(9));
        makers.put(
                "version4", r -> (1 + r.nextInt(6)) + "." + r.nextInt(20) + "." + r.nextInt(9) + "." + r.nextInt(30));
        makers.put("sha256", r -> hex(32));
        makers.put("md5", r -> hex(16));
        makers.put("currency", r -> one("EUR,USD,GBP,PLN".split(",")));
        makers.put("currencyPair", r -> one("EUR/USD,EUR/GBP,USD/JPY".split(",")));
        makers.put("iata", r -> one("FRA,JFK,LHR,CDG,WAW,LIS".split(",")));
        makers.put("plate", r -> one("B,HH,M".split(",")) + "-" + upper(2) + " " + digits(3));
        makers.put("vin", r -> "WVW" + upper(6) + digits(8));
        makers.put("container", r -> upper(3) + "U" + digits(7));
        makers.put("dimensions", r -> digits(2) + "x" + digits(2) + "x" + digits(2) + " cm");
        makers.put("cron", r -> r.nextInt(60) + " " + r.nextInt(24) + " * * " + r.nextInt(7));
        makers.put("ussd", r -> "*" + digits(3) + "#");
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private String email() {
        return one(FIRST).toLowerCase() + "." + one(LAST).toLowerCase() + random.nextInt(100) + "@"
                + one("mail.example,web.example.de,post.example.org".split(","));
    }

    private String sentence() {
        return one(SENTENCE) + " on " + one("Monday,Tuesday,Friday,Sunday".split(",")) + " in case "
                + random.nextInt(10_000);
    }

    private String digits(int length) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String upper(int length) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < length; i++) {
            code.append((char) ('A' + random.nextInt(26)));
        }
        return code.toString();
    }

    private String base62(int length) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < length; i++) {
            token.append(alphabet.charAt(random.nextInt(62)));
        }
        return token.toString();
    }

    private String hex(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().formatHex(made);
    }

    private static String two(int number) {
        return String.format("%02d", number % 100);
    }

    private static String luhn(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = body.charAt(body.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit * 2 : digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return body + (10 - sum % 10) % 10;
    }

    private static String ean(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            sum += (body.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return body + (10 - sum % 10) % 10;
    }

    /** Tries until the weighted sum is a multiple. */
    private String checked(int length, int[] weights, int modulus) {
        while (true) {
            String tried = (1 + random.nextInt(9)) + digits(length - 1);
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (tried.charAt(i) - '0') * weights[i];
            }
            if (sum % modulus == 0) {
                return tried;
            }
        }
    }

    private String iban() {
        String account = digits(18);
        BigInteger number = new BigInteger(account + "131400");
        int check = 98 - number.mod(BigInteger.valueOf(97)).intValue();
        return "DE" + two(check) + account;
    }

    /** Nine of the ten digits, one of them twice, and the check digit of ISO 7064. */
    private String steuerId() {
        List<Integer> digits = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        Collections.shuffle(digits, random);
        digits.set(9, digits.get(1));
        if (digits.get(0) == 0) {
            Collections.swap(digits, 0, 2);
        }
        StringBuilder body = new StringBuilder();
        int product = 10;
        for (int digit : digits) {
            body.append(digit);
            int sum = (digit + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return body.append((11 - product) % 10).toString();
    }

    private String cpf() {
        String nine = digits(9);
        int first = 0;
        for (int i = 0; i < 9; i++) {
            first += (nine.charAt(i) - '0') * (10 - i);
        }
        String ten = nine + first * 10 % 11 % 10;
        int second = 0;
        for (int i = 0; i < 10; i++) {
            second += (ten.charAt(i) - '0') * (11 - i);
        }
        String all = ten + second * 10 % 11 % 10;
        return all.substring(0, 3) + "." + all.substring(3, 6) + "." + all.substring(6, 9) + "-" + all.substring(9);
    }
}

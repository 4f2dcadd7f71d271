package dev.dbsync.core.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection through a {@link TcpProxy}, without TLS.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
final class ProxiedLink {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int CANCEL_REQUEST = 80877102;

    /** Sync, Query, Function call, Copy done, Copy failed, Copy data, password, Terminate, Flush: what it acts upon. */
    private static final String ENDS_A_REQUEST = "SQFcfdpXH";

    /** Ready for query, ready for a COPY in, in the midst of a COPY out. */
    private static final String ENDS_AN_ANSWER = "ZGH";

    private static final Pattern NAMES_ITSELF =
            Pattern.compile("application_name\\x00([^\\x00]*)\\x00|SET application_name = '([^']*)'");

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private String session = "";
    private volatile LinkStop atAnswer;
    private volatile boolean answersInOneByte;

    ProxiedLink(TcpProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void cut() {
        TcpProxy.close(client);
        TcpProxy.close(server);
    }

    /** From the client to the server, until one of the two ends; then both do. */
    void requests() {
        try (client;
                server;
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()))) {
            begin(in, out);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            StringBuilder said = new StringBuilder();
            while (true) {
                char type = (char) in.readByte();
                byte[] content = content(in);
                write(type, content, new DataOutputStream(request));
                said.append(new String(content, StandardCharsets.UTF_8)).append('\0');
                if (ENDS_A_REQUEST.indexOf(type) >= 0) {
                    nameItself(said);
                    if (!isPassedOn(said.toString(), request.toByteArray(), out)) {
                        return;
                    }
                    request.reset();
                    said.setLength(0);
                }
            }
        } catch (IOException e) {
            cut();
        }
    }

    /** From the server to the client, likewise. */
    void answers() {
        try (client;
                server;
                DataInputStream in = new DataInputStream(new BufferedInputStream(server.getInputStream()));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()))) {
            ByteArrayOutputStream held = new ByteArrayOutputStream();
            while (true) {
                char type = (char) in.readByte();
                if (answersInOneByte) {
                    answersInOneByte = false;
                    out.writeByte(type);
                } else if (atAnswer == null) {
                    write(type, content(in), out);
                } else {
                    write(type, content(in), new DataOutputStream(held));
                    if (ENDS_AN_ANSWER.indexOf(type) >= 0) {
                        LinkStop stop = atAnswer;
                        atAnswer = null;
                        if (!stop.doDeed()) {
                            return;
                        }
                        // What the server has to say of the deed, if anything, is all that the client hears.
                        if (in.available() == 0) {
                            held.writeTo(out);
                        }
                        held.reset();
                    }
                }
                if (in.available() == 0) {
                    proxy.travel();
                    out.flush();
                }
            }
        } catch (IOException e) {
            cut();
        }
    }

    /** Messages without a type: TLS is asked for and refused, then the session begins. */
    private void begin(DataInputStream in, DataOutputStream out) throws IOException {
        int kind;
        do {
            byte[] content = content(in);
            kind = new DataInputStream(new ByteArrayInputStream(content)).readInt();
            answersInOneByte = kind == SSL_REQUEST || kind == GSS_REQUEST;
            nameItself(new StringBuilder(new String(content, StandardCharsets.UTF_8)));
            out.writeInt(content.length + Integer.BYTES);
            out.write(content);
            out.flush();
        } while (kind == SSL_REQUEST || kind == GSS_REQUEST || kind == CANCEL_REQUEST);
    }

    private boolean isPassedOn(String said, byte[] request, DataOutputStream out) throws IOException {
        Optional<LinkStop> stop = proxy.stopFor(session, said);
        if (stop.isPresent()
                && stop.get().moment() == LinkStop.Moment.BEFORE_REQUEST
                && !stop.get().doDeed()) {
            return false;
        }
        stop.filter(found -> found.moment() == LinkStop.Moment.BEFORE_ANSWER).ifPresent(found -> atAnswer = found);
        out.write(request);
        out.flush();
        return true;
    }

    private void nameItself(CharSequence said) {
        Matcher name = NAMES_ITSELF.matcher(said);
        if (name.find()) {
            session = name.group(1) == null ? name.group(2) : name.group(1);
        }
    }

    /** What follows a length that includes itself. */
    private static byte[] content(DataInputStream in) throws IOException {
        byte[] content = new byte[in.readInt() - Integer.BYTES];
        in.readFully(content);
        return content;
    }

    private static void write(char type, byte[] content, DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(content.length + Integer.BYTES);
        out.write(content);
    }
}

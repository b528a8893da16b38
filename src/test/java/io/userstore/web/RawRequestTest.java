package io.userstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests that no client library would send. Texts here are one character a byte, as on the wire. */
@ExtendWith(OutputCaptureExtension.class)
class RawRequestTest extends HttpTest {

    private static final String CANARY = "kanarienvogel";
    private static final String HEADERS =
            "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + TestTokens.EVERYTHING + "\r\n";

    @AfterEach
    void nobodySang(CapturedOutput output) {
        assertThat(output.getAll()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CANARY,
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + CANARY,
                "GET / HTTP/3.0",
                "GET / " + CANARY,
                "G@T / HTTP/1.1",
                "CONNECT localhost:80 HTTP/1.1",
                "GET * HTTP/1.1",
                "GET " + CANARY + " HTTP/1.1",
                "GET /../../" + CANARY + " HTTP/1.1",
                "GET /api/v1/../v1/users HTTP/1.1",
                "GET //api/v1/users HTTP/1.1",
                "GET /api/v1/users/%00 HTTP/1.1",
                "GET /api/v1/users/%0a" + CANARY + " HTTP/1.1",
                "GET /api/v1/users/%zz HTTP/1.1",
                "GET /api/v1/users/%ff HTTP/1.1",
                "GET /api/v1/users/%2e%2e HTTP/1.1",
                "GET /api/v1/users%2f1 HTTP/1.1",
                "GET /api/v1/users/1;a=" + CANARY + " HTTP/1.1",
                "GET /api/v1/users/1\\ HTTP/1.1",
                "GET /api/v1/users/<" + CANARY + "> HTTP/1.1",
                "GET /api/v1/users/\u00ff HTTP/1.1",
                "GET /api/v1/users?limit=%zz HTTP/1.1",
                "GET /api/v1/users?limit=% HTTP/1.1",
                "GET /api/v1/users?status=|" + CANARY + " HTTP/1.1",
                "GET /api/v1/users?status={" + CANARY + "} HTTP/1.1"
            })
    void malformedRequestLineIsABadRequest(String line) throws IOException {
        assertBadRequest(line + "\r\n" + HEADERS + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: " + CANARY,
                "Content-Length: -1",
                "Content-Length: " + CANARY,
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: " + CANARY,
                "Transfer-Encoding: gzip, chunked",
                "Expect: " + CANARY,
                "X-Reason: " + CANARY + "\u0000",
                "X-Reason: " + CANARY + "\u0001",
                "X-Rea\u0001son: " + CANARY,
                "X-Reason " + CANARY
            })
    void malformedHeaderIsABadRequest(String header) throws IOException {
        assertBadRequest("POST /api/v1/users/1/logins HTTP/1.1\r\n" + HEADERS + header + "\r\n\r\n");
    }

    @Test
    void tooMuchBeforeTheBodyIsABadRequest() throws IOException {
        assertBadRequest("GET /" + CANARY.repeat(1000) + " HTTP/1.1\r\n" + HEADERS + "\r\n");
        assertBadRequest("GET / HTTP/1.1\r\n" + HEADERS + "X-A: " + CANARY.repeat(1000) + "\r\n\r\n");
        assertBadRequest("GET / HTTP/1.1\r\n" + HEADERS + "X-A: a\r\n".repeat(200) + "\r\n");
        assertBadRequest("GET / HTTP/1.1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + CANARY,
                "Transfer-Encoding: chunked\r\n\r\n5\r\n" + CANARY,
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + CANARY,
                "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + CANARY,
                "Transfer-Encoding: chunked\r\n\r\n",
                "Content-Length: 4711\r\n\r\n{\"email\": \"" + CANARY,
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void malformedBodyIsABadRequest(String rest) throws IOException {
        assertBadRequest("POST /api/v1/users HTTP/1.1\r\n" + HEADERS + "Content-Type: application/json\r\n" + rest);
    }

    @Test
    void senderOfATooLargeBodyGetsToSeeTheRefusal() throws IOException {
        String request = "POST /api/v1/users HTTP/1.1\r\n" + HEADERS + "Content-Type: application/json\r\n";

        assertThat(exchange(request + "Content-Length: 10000000\r\n\r\n" + " ".repeat(10_000_000)))
                .startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u00c0\u0080",
                "a\tb",
                "\u00e2\u0080\u00ae",
                "\u00c2\u0085",
                "\u00e2\u0080\u00a8",
                "\u00ed\u00a0\u0080"
            })
    void reasonThatIsNoPlainTextIsRefused(String reason) throws IOException {
        String answer =
                exchange("DELETE /api/v1/users/1 HTTP/1.1\r\n" + HEADERS + "X-Reason: " + CANARY + reason + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"X-Reason\"").doesNotContain(CANARY);
    }

    @Test
    void keyBeyondAsciiIsRefused() throws IOException {
        String answer = exchange("DELETE /api/v1/users/1 HTTP/1.1\r\n" + HEADERS + "Idempotency-Key: " + CANARY
                + "\u00c3\u00a4\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\"Idempotency-Key\"")
                .doesNotContain(CANARY);
    }

    @Test
    void reasonMayBeFiveHundredCharactersOfUtf8() throws IOException {
        String request = "DELETE /api/v1/users/" + Long.MAX_VALUE + " HTTP/1.1\r\n" + HEADERS + "X-Reason: ";

        assertThat(exchange(request + "\u00f0\u009f\u0098\u0080".repeat(500) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(exchange(request + "\u00f0\u009f\u0098\u0080".repeat(501) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(request + "\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(exchange(request + "a\r\nX-Reason: b\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void damagedRequestIsNeverTheStoresFault(CapturedOutput output) throws IOException {
        String body = Bodies.registration();
        String whole = "POST /api/v1/users?limit=1 HTTP/1.1\r\n" + HEADERS + "Content-Type: application/json\r\n"
                + "Accept: application/json\r\nIf-Match: \"1\"\r\nX-Reason: why\r\nIdempotency-Key: k\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        Random random = new Random(4711);

        for (int i = 0; i < 1000; i++) {
            String damaged = damage(whole, random);
            assertThat(exchange(damaged))
                    .describedAs(damaged)
                    .doesNotContain("<html")
                    .doesNotMatch("(?s)HTTP/1.1 5.*");
        }
        assertThat(output.getAll()).doesNotContain("ERROR").doesNotContain("WARN");
    }

    private static String damage(String whole, Random random) {
        StringBuilder damaged = new StringBuilder(whole);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(damaged.length());
            char any = (char) random.nextInt(256);
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, any);
                case 1 -> damaged.insert(at, any);
                case 2 -> damaged.deleteCharAt(at);
                default -> damaged.insert(at, whole, 0, random.nextInt(whole.length()));
            }
        }
        return damaged.toString();
    }

    private void assertBadRequest(String request) throws IOException {
        assertThat(exchange(request))
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json", "\"code\":\"validation-failed\"")
                .doesNotContainIgnoringCase("html")
                .doesNotContain("Server:", "Tomcat", CANARY);
    }

    /** Sends the bytes and hangs up; gives all that comes back. */
    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

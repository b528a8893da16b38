package io.userstore.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes, keys and checkpoints are what other tools read and write, to the byte. */
class SignedNotesTest {

    /** The example of C2SP signed-note.md. */
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    /** Those of golang.org/x/mod, sumdb/note/note_test.go. */
    private static final String GO_SIGNER =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;

    private static final String GO_NOTE = GO_TEXT + """

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    /** The example of C2SP tlog-witness.md, with two signatures. */
    private static final String CHECKPOINT = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            \u2014 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
            """;

    @Test
    void publishedNotesVerifyByTheirKeysAndByNoOther() {
        VerifierKey example = VerifierKey.parse(EXAMPLE_KEY);
        VerifierKey go = VerifierKey.parse(GO_KEY);

        assertThat(example.hasSigned(SignedNote.parse(EXAMPLE))).isTrue();
        assertThat(go.hasSigned(SignedNote.parse(GO_NOTE))).isTrue();
        assertThat(go.hasSigned(SignedNote.parse(EXAMPLE))).isFalse();
        assertThat(example.hasSigned(SignedNote.parse(EXAMPLE.replace("an example", "no example"))))
                .isFalse();
        assertThat(example.named("example.com/bar").hasSigned(SignedNote.parse(EXAMPLE.replace("com/foo", "com/bar"))))
                .isFalse();
    }

    @Test
    void publishedKeyMakesThePublishedSignature() {
        byte[] typed = Base64.getDecoder().decode(GO_SIGNER.split("\\+", 5)[4]);
        NoteSigner signer = new NoteSigner(Arrays.copyOfRange(typed, 1, typed.length), "PeterNeumann");

        assertThat(signer.sign(GO_TEXT)).hasToString(GO_NOTE);
        assertThat(signer.key()).hasToString(GO_KEY);
    }

    @Test
    void publishedTextsAreWrittenAsTheyWereRead() {
        for (String note : new String[] {EXAMPLE, GO_NOTE, CHECKPOINT}) {
            assertThat(SignedNote.parse(note)).hasToString(note);
        }
        for (String key : new String[] {EXAMPLE_KEY, GO_KEY}) {
            assertThat(VerifierKey.parse(key)).hasToString(key);
        }
        SignedNote note = SignedNote.parse(CHECKPOINT);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        assertThat(checkpoint.text()).isEqualTo(note.text());
        assertThat(checkpoint.size()).isEqualTo(20852163);
        assertThat(note.signatures()).hasSize(2);
    }

    @Test
    void keyWithoutANameIsNamedAfterItself() {
        byte[] seed = new byte[32];

        VerifierKey key = new NoteSigner(seed, null).key();

        assertThat(key.name()).matches("userstore\\.invalid/[0-9a-f]{16}");
        assertThat(new NoteSigner(seed, null).key()).hasToString(key.toString());
        seed[31] = 1;
        assertThat(new NoteSigner(seed, null).key().name()).isNotEqualTo(key.name());
    }

    @Test
    void mangledKeyIsRefused() {
        for (int from = 0; from <= GO_KEY.length(); from++) {
            for (int to = from; to <= GO_KEY.length(); to++) {
                if (to - from < GO_KEY.length()) {
                    String part = GO_KEY.substring(from, to);
                    assertThatThrownBy(() -> VerifierKey.parse(part)).isInstanceOf(InvalidNote.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n\nno signature\n",
                "text\n\n\u2014 name AAAAAA==",
                "text\n\n\u2014 name AAAAAA==\n",
                "text\n\n\u2014 na+me AAAAAAA=\n",
                "text\n\n\u2014 na me AAAAAAA=\n",
                "te\0xt\n\n\u2014 name AAAAAAA=\n",
                "text\r\n\n\u2014 name AAAAAAA=\n",
                "text\n\n\u2014 name A===AAAA\n"
            })
    void textThatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(InvalidNote.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "origin\n1\n",
                "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "origin\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "origin\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "origin\n1\nCsUYapGGPo4=\n",
                "origin\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
            })
    void textThatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(InvalidNote.class);
    }

    @Test
    void originThatNoKeyCanBeNamedByIsRefusedAtStartUpAndAnEmptyOneIsNone() {
        for (String bad : List.of(" ", "my log", "a+b", "a\tb")) {
            assertThatThrownBy(() -> new CheckpointProperties(bad)).hasMessageContaining("userstore.audit.origin");
        }
        assertThat(new CheckpointProperties("").origin()).isNull();
        assertThat(new CheckpointProperties("log.example").origin()).isEqualTo("log.example");
    }
}

package io.userstore.privacy;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator in two sentences what is wrong and what to do. */
final class KeysUnusableAnalyzer extends AbstractFailureAnalyzer<KeysUnusable> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeysUnusable cause) {
        return new FailureAnalysis(cause.getMessage(), cause.cure(), cause);
    }
}

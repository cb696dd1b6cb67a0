package dev.peerage.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells at start-up what is wrong with a key and what to do, instead of a stack trace. */
class KeyUnusableAnalyzer extends AbstractFailureAnalyzer<KeyUnusable> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeyUnusable cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}

import Accounts
import Keeping
import Lines
import ProviderEmulator
import Providers
import Storage
import Testing
import TestSupport
import Transport

/// One operation under one fault.
struct Cell: Sendable, CustomTestStringConvertible {
    let operation: ManagerOperation
    let fault: FaultCase

    static let all = ManagerOperation.allCases.flatMap { operation in
        FaultCase.allCases.map { Cell(operation: operation, fault: $0) }
    }

    var expectation: Expectation { Expectation(of: operation, under: fault) }

    var testDescription: String { "\(operation.rawValue) under \(fault.rawValue)" }

    /// Plays the cell and expects the documented result.
    ///
    /// - Parameter generation: the generation of the provider's protocol.
    func play(_ generation: EmulatorGeneration = .current) async throws {
        try await FaultFixture.withFixture(generation: generation) { fixture in
            let (line, unaffected) = try await fixture.managing { manager in
                let line = try await operation.prepare(manager)
                if let age = operation.age { fixture.skip(age) }
                return (line, try await UnaffectedLines(manager))
            }
            try await operation.meanwhile(fixture.provider(of: fixture.struck))
            try await breakWire(of: fixture)
            try await fixture.managing(operation.settings) { manager in
                let stage = try await Stage(manager, operation, line)
                try await unaffected.sendMessages(manager)
                if operation == .messages || operation == .active { try await stage.sendMessage() }
                let reply = try await operation.ask(manager, about: line)
                try await expect(reply, stage)
                try await fixture.struck.controls.clearFaults()
                fixture.struckNetwork.giveUpOnTime(at: nil)
                try await unaffected.expectMessages(manager, isPolled: operation != .active)
                try await stage.expectOrder(testDescription)
                try await stage.expectSingleEffect(testDescription)
                stage.expectBudgets(testDescription)
            }
        }
    }

    private func breakWire(of fixture: FaultFixture) async throws {
        try await fixture.struck.set(fault, on: operation.endpoint, count: expectation.hits)
        if operation == .history {
            // The doubt to be settled: a purchase whose answer was lost and that did not happen.
            try await fixture.struck.set(.reset, on: ManagerOperation.order.endpoint, count: 1)
        }
        if fault.hangs { fixture.struckNetwork.giveUpOnTime(at: operation.endpoint) }
    }

    // MARK: The outcome

    private func expect(_ reply: Reply?, _ stage: Stage) async throws {
        switch expectation {
        case .answered:
            #expect(reply == nil || reply == .done, "\(testDescription)")
            try await stage.expectDone(testDescription)
            try stage.expectNoDoubt(testDescription)
        case .told:
            expectRefusal(reply)
            try await expectSecondTry(stage)
            try stage.expectNoDoubt(testDescription)
        case .retried:
            #expect(reply == nil, "\(testDescription)")
            try await mend(stage)
            try await stage.expectDone(testDescription)
            try stage.expectNoDoubt(testDescription)
        case .confirmed:
            try await expectDoubt(reply, stage, ending: .done, in: nil)
        case .denied:
            if operation == .history { try await mend(stage) }
            try await expectDoubt(reply, stage, ending: .failed, in: operation.denial)
            try await expectSecondTry(stage)
        case .redone:
            try await mend(stage)
            try await expectDoubt(reply, stage, ending: .done, in: nil)
        }
    }

    private func expectRefusal(_ reply: Reply?) {
        guard case .refused(let sentence)? = reply else {
            Issue.record("\(testDescription): \(String(describing: reply))")
            return
        }
        #expect(sentence.contains(operation.refusal ?? fault.sentence), "\(testDescription)")
    }

    /// A second try works: nothing was left behind.
    private func expectSecondTry(_ stage: Stage) async throws {
        try await stage.manager.fixture.struck.controls.clearFaults()
        stage.manager.fixture.struckNetwork.giveUpOnTime(at: nil)
        try await stage.waitOutPause()
        let reply = try await operation.ask(stage.manager, about: stage.line)
        #expect(reply == .done, "\(testDescription), once more")
    }

    /// A provider that is gone stays so until it is restored, after two failed requests.
    private func mend(_ stage: Stage) async throws {
        guard fault == .gone else { return }
        let hits = Expectation.retried.hits
        _ = try await stage.manager.fixture.until("\(testDescription) was hit") {
            try await stage.requests() >= hits ? true : nil
        }
        try await stage.manager.fixture.struck.controls.clearFaults()
    }

    private func expectDoubt(
        _ reply: Reply?, _ stage: Stage, ending state: Action.State, in sentence: String?
    ) async throws {
        if operation.origin == .plan {
            #expect(reply == nil, "\(testDescription)")
            try await stage.expectDone(testDescription)
            try stage.expectDoubt(testDescription)
            return
        }
        // It may be settled before the person is told of it.
        if reply == .done, state == .done { return try stage.expectDoubt(testDescription) }
        guard case .doubt(let id)? = reply else {
            Issue.record("\(testDescription): \(String(describing: reply))")
            return
        }
        let action = try await stage.manager.ended(id)
        #expect(action.state == state, "\(testDescription): \(action.result ?? "")")
        if let sentence { #expect(action.result == sentence, "\(testDescription)") }
    }
}

import Keeping
import Lines
import ProviderEmulator
import Providers
import Storage
import Testing
import TestSupport
import Transport

/// One deed under one fault.
struct Cell: Sendable, CustomTestStringConvertible {
    let deed: Deed
    let fault: FaultCase

    static let all = Deed.allCases.flatMap { deed in
        FaultCase.allCases.map { Cell(deed: deed, fault: $0) }
    }

    var expectation: Expectation { Expectation(of: deed, under: fault) }

    var testDescription: String { "\(deed.rawValue) under \(fault.rawValue)" }

    /// Plays the cell and expects the documented result.
    ///
    /// - Parameter generation: the generation of the provider's protocol.
    func play(_ generation: EmulatorGeneration = .current) async throws {
        try await Rig.withRig(generation: generation) { rig in
            let (line, bystanders) = try await rig.managing { manager in
                let line = try await deed.prepare(manager)
                if let age = deed.age { rig.skip(age) }
                return (line, try await Bystanders(manager))
            }
            try await deed.meanwhile(rig.provider(of: rig.struck))
            try await breakWire(of: rig)
            try await rig.managing(deed.settings) { manager in
                let stage = try await Stage(manager, deed, line)
                try await bystanders.sendMessages(manager)
                if deed == .messages || deed == .active { try await stage.sendMessage() }
                let told = try await deed.ask(manager, about: line)
                try await expect(told, stage)
                try await rig.struck.controls.clearFaults()
                rig.struckWire.giveUpOnTime(at: nil)
                try await bystanders.expectMessages(manager, isPolled: deed != .active)
                try await stage.expectOrder(testDescription)
                try await stage.expectSingleEffect(testDescription)
                stage.expectBudgets(testDescription)
            }
        }
    }

    private func breakWire(of rig: Rig) async throws {
        try await rig.struck.set(fault, on: deed.endpoint, count: expectation.hits)
        if deed == .history {
            // The doubt to be settled: a purchase whose answer was lost and that did not happen.
            try await rig.struck.set(.reset, on: Deed.order.endpoint, count: 1)
        }
        if fault.hangs { rig.struckWire.giveUpOnTime(at: deed.endpoint) }
    }

    // MARK: The outcome

    private func expect(_ told: Told?, _ stage: Stage) async throws {
        switch expectation {
        case .answered:
            #expect(told == nil || told == .done, "\(testDescription)")
            try await stage.expectDone(testDescription)
            try stage.expectNoDoubt(testDescription)
        case .told:
            expectRefusal(told)
            try await expectSecondTry(stage)
            try stage.expectNoDoubt(testDescription)
        case .retried:
            #expect(told == nil, "\(testDescription)")
            try await mend(stage)
            try await stage.expectDone(testDescription)
            try stage.expectNoDoubt(testDescription)
        case .confirmed:
            try await expectDoubt(told, stage, ending: .done, in: nil)
        case .denied:
            if deed == .history { try await mend(stage) }
            try await expectDoubt(told, stage, ending: .failed, in: deed.denial)
            try await expectSecondTry(stage)
        case .redone:
            try await mend(stage)
            try await expectDoubt(told, stage, ending: .done, in: nil)
        }
    }

    private func expectRefusal(_ told: Told?) {
        guard case .refused(let sentence)? = told else {
            Issue.record("\(testDescription): \(String(describing: told))")
            return
        }
        #expect(sentence.contains(deed.refusal ?? fault.sentence), "\(testDescription)")
    }

    /// A second try works: nothing was left behind.
    private func expectSecondTry(_ stage: Stage) async throws {
        try await stage.manager.rig.struck.controls.clearFaults()
        stage.manager.rig.struckWire.giveUpOnTime(at: nil)
        try await stage.waitOutPause()
        let told = try await deed.ask(stage.manager, about: stage.line)
        #expect(told == .done, "\(testDescription), once more")
    }

    /// A provider that is gone stays so until it is restored, after two failed requests.
    private func mend(_ stage: Stage) async throws {
        guard fault == .gone else { return }
        let hits = Expectation.retried.hits
        _ = try await stage.manager.rig.until("\(testDescription) was hit") {
            try await stage.requests() >= hits ? true : nil
        }
        try await stage.manager.rig.struck.controls.clearFaults()
    }

    private func expectDoubt(
        _ told: Told?, _ stage: Stage, ending state: Action.State, in sentence: String?
    ) async throws {
        if deed.origin == .plan {
            #expect(told == nil, "\(testDescription)")
            try await stage.expectDone(testDescription)
            try stage.expectDoubt(testDescription)
            return
        }
        // It may be settled before the person is told of it.
        if told == .done, state == .done { return try stage.expectDoubt(testDescription) }
        guard case .doubt(let id)? = told else {
            Issue.record("\(testDescription): \(String(describing: told))")
            return
        }
        let action = try await stage.manager.ended(id)
        #expect(action.state == state, "\(testDescription): \(action.result ?? "")")
        if let sentence { #expect(action.result == sentence, "\(testDescription)") }
    }
}

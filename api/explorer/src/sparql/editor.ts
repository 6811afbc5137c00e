export function edit(f: HTMLFormElement): void {void f}
